package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.Precondition;
import dev.keyturn.operator.provider.ProviderClient.Done;
import dev.keyturn.operator.provider.VersionHistory;
import dev.keyturn.operator.provider.VersionInfo;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.Writer;
import dev.keyturn.operator.provider.aws.VersionPages.Page;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretVersionIdsRequest;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretVersionIdsResponse;
import software.amazon.awssdk.services.secretsmanager.model.SecretVersionsListEntry;

/**
 * The versions of a secret. It is deleted and restored as a whole, and no version of it can be
 * destroyed. A rollback makes none: it moves the label AWSCURRENT, and the service lets AWSPREVIOUS
 * follow (API reference of UpdateSecretVersionStage).
 */
final class SecretVersions implements VersionHistory {
  private static final int PAGE = 100;

  private final String region;
  private final AwsCalls calls;
  private final SecretLooks looks;
  private final VersionSwitch labels;
  private final SecretRestoration restoration;

  SecretVersions(String region, AwsCalls calls) {
    this.region = region;
    this.calls = calls;
    this.looks = new SecretLooks(calls);
    this.labels = new VersionSwitch(calls);
    this.restoration = new SecretRestoration(calls);
  }

  @Override
  public Set<Operation> operations() {
    return EnumSet.of(Operation.UNDELETE, Operation.ROLLBACK);
  }

  @Override
  public Writer.Condition condition() {
    return Writer.Condition.ATOMIC;
  }

  @Override
  public Outcome<List<VersionInfo>> list(String key, Call call) {
    return AwsClient.edge(
        () -> table(SecretName.of(key, region), call).map(VersionTable::versions));
  }

  @Override
  public Outcome<Done> undelete(String key, String version, Call call) {
    return AwsClient.edge(() -> {
      SecretName name = SecretName.of(key, region);
      String id = id(version);
      return table(name, call)
          .then(table -> table.version(id))
          .then(info ->
              info.state() == VersionInfo.State.SOFT_DELETED
                  ? restoration.restore(name, call)
                  : Outcome.ok(new Done()));
    });
  }

  @Override
  public Outcome<Done> destroy(String key, String version, Call call) {
    return Outcome.failed(FailureClass.InvalidData);
  }

  @Override
  public Outcome<VersionStamp> rollback(
      String key, String to, Precondition precondition, Call call) {
    return AwsClient.edge(() -> {
      SecretName name = SecretName.of(key, region);
      String id = id(to);
      return table(name, call)
          .then(table ->
              table
                  .version(id)
                  .then(info -> rollback(name, info, precondition, table.current(), call)));
    });
  }

  private Outcome<VersionStamp> rollback(
      SecretName name,
      VersionInfo to,
      Precondition precondition,
      Optional<String> current,
      Call call) {
    if (!precondition.holds(current)) {
      return Outcome.failed(FailureClass.Conflict, FailureDetail.CAS_MISMATCH);
    }
    return switch (to.state()) {
      case CURRENT -> Outcome.ok(to.stamp());
      case SOFT_DELETED -> Outcome.failed(FailureClass.SourceDeleted, FailureDetail.SOFT_DELETED);
      // It is the function's that rotates, and may have no value yet.
      case PENDING -> Outcome.failed(FailureClass.Conflict);
      case OLDER, DISABLED, DESTROYED ->
          labels
              .move(name, current, to.stamp().id(), call)
              .then(moved -> moved ? Outcome.ok(to.stamp()) : refused(name, current, call));
    };
  }

  /**
   * Another one moved the label between the look and the request, or the service has its reasons: a
   * replica, for one, is read-only.
   */
  private Outcome<VersionStamp> refused(SecretName name, Optional<String> before, Call call) {
    call.another();
    return looks
        .labels(name, call)
        .then(now -> {
          if (now.deleted()) {
            return Outcome.failed(FailureClass.SourceDeleted, FailureDetail.SOFT_DELETED);
          }
          return now.current().equals(before)
              ? Outcome.failed(FailureClass.InvalidData)
              : Outcome.failed(FailureClass.Conflict, FailureDetail.CAS_MISMATCH);
        });
  }

  /** Labels of a version are no ids: they are another version's tomorrow. */
  private static String id(String version) {
    if (VersionChoice.of(Optional.of(version)) instanceof VersionChoice.Id(String id)) {
      return id;
    }
    throw new AwsProblem(FailureClass.InvalidData, FailureDetail.FIELD);
  }

  /** NotFound where no version was ever written; the service lists a deleted secret too. */
  private Outcome<VersionTable> table(SecretName name, Call call) {
    return looks
        .labels(name, call)
        .then(found -> {
          call.another();
          return VersionPages.<SecretVersionsListEntry>all(call, next -> page(name, next, call))
              .then(entries ->
                  entries.isEmpty()
                      ? Outcome.failed(FailureClass.NotFound)
                      : Outcome.ok(VersionTable.of(found, entries)));
        });
  }

  private Outcome<Page<SecretVersionsListEntry>> page(
      SecretName name, Optional<String> next, Call call) {
    ListSecretVersionIdsRequest.Builder request =
        ListSecretVersionIdsRequest.builder()
            .secretId(name.id())
            .includeDeprecated(true)
            .maxResults(PAGE)
            .overrideConfiguration(AwsCalls.signedWith(call.session().token()));
    next.ifPresent(request::nextToken);
    return calls
        .ask(call.deadline(), secrets -> secrets.listSecretVersionIds(request.build()))
        .then(answer -> page(answer, name));
  }

  /** An answer that is not about the secret that was asked for is none. */
  private static Outcome<Page<SecretVersionsListEntry>> page(
      ListSecretVersionIdsResponse answer, SecretName name) {
    return name.name().equals(answer.name())
        ? Outcome.ok(Page.of(answer.versions(), answer.nextToken()))
        : Outcome.failed(FailureClass.InvalidData);
  }
}
