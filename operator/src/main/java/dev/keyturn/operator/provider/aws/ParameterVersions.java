package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.Precondition;
import dev.keyturn.operator.provider.ProviderClient.Done;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.VersionHistory;
import dev.keyturn.operator.provider.VersionInfo;
import dev.keyturn.operator.provider.VersionInfo.State;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.Writer;
import dev.keyturn.operator.provider.aws.VersionPages.Page;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ssm.model.GetParameterHistoryRequest;
import software.amazon.awssdk.services.ssm.model.ParameterHistory;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;

/**
 * The versions of a parameter by GetParameterHistory. Each is readable until the service lets the
 * oldest go, and a deletion takes all of them for good. A rollback writes the old value as a new
 * version, with the type and the key of KMS that the newest one has. Values that come with the
 * history are encrypted where they are secret, and are let go.
 */
final class ParameterVersions implements VersionHistory {
  private static final int PAGE = 50;

  private final AwsCalls calls;
  private final ParameterReader reader;
  private final ParameterPut puts;

  ParameterVersions(AwsCalls calls, ParameterReader reader) {
    this.calls = calls;
    this.reader = reader;
    this.puts = new ParameterPut(calls);
  }

  @Override
  public Set<Operation> operations() {
    return EnumSet.of(Operation.ROLLBACK);
  }

  @Override
  public Writer.Condition condition() {
    return Writer.Condition.DETECTED;
  }

  @Override
  public Outcome<List<VersionInfo>> list(String key, Call call) {
    return AwsClient.edge(() -> history(ParameterName.of(key), call).map(ParameterVersions::infos));
  }

  @Override
  public Outcome<Done> undelete(String key, String version, Call call) {
    return Outcome.failed(FailureClass.InvalidData);
  }

  @Override
  public Outcome<Done> destroy(String key, String version, Call call) {
    return Outcome.failed(FailureClass.InvalidData);
  }

  @Override
  public Outcome<VersionStamp> rollback(
      String key, String to, Precondition precondition, Call call) {
    return AwsClient.edge(() -> {
      ParameterName name = ParameterName.of(key);
      name.at(to);
      return history(name, call)
          .then(history -> {
            VersionInfo newest = infos(history).getFirst();
            Optional<VersionInfo> old =
                infos(history).stream().filter(info -> info.stamp().id().equals(to)).findFirst();
            if (old.isEmpty()) {
              return Outcome.failed(FailureClass.NotFound);
            }
            if (!precondition.holds(Optional.of(newest.stamp().id()))) {
              return Outcome.failed(FailureClass.Conflict, FailureDetail.CAS_MISMATCH);
            }
            return old.get().equals(newest)
                ? Outcome.ok(newest.stamp())
                : copied(key, to, history.getFirst(), call);
          });
    });
  }

  private Outcome<VersionStamp> copied(
      String key, String from, ParameterHistory newest, Call call) {
    call.another();
    return reader
        .read(new RemoteRef(key, Optional.of(from)), call)
        .then(old -> {
          try (RemoteValue value = old) {
            PutParameterRequest.Builder request =
                ParameterPut.request(ParameterName.of(key), value.payload(), call)
                    .type(newest.type());
            if (newest.type() == ParameterType.SECURE_STRING) {
              request.keyId(newest.keyId());
            }
            return puts.after(newest.version(), request, call);
          }
        });
  }

  private static List<VersionInfo> infos(List<ParameterHistory> newestFirst) {
    List<VersionInfo> infos = new ArrayList<>();
    for (ParameterHistory version : newestFirst) {
      infos.add(
          new VersionInfo(
              new VersionStamp(
                  version.version().toString(),
                  true,
                  Optional.ofNullable(version.lastModifiedDate())),
              Set.copyOf(version.labels()),
              infos.isEmpty() ? State.CURRENT : State.OLDER));
    }
    return infos;
  }

  /** The newest first, one at least. */
  private Outcome<List<ParameterHistory>> history(ParameterName name, Call call) {
    return VersionPages.<ParameterHistory>all(call, next -> page(name, next, call))
        .then(versions ->
            versions.isEmpty()
                ? Outcome.failed(FailureClass.NotFound)
                : Outcome.ok(
                    versions.stream()
                        .sorted(Comparator.comparing(ParameterHistory::version).reversed())
                        .toList()));
  }

  private Outcome<Page<ParameterHistory>> page(
      ParameterName name, Optional<String> next, Call call) {
    GetParameterHistoryRequest.Builder request =
        GetParameterHistoryRequest.builder()
            .name(name.name())
            .withDecryption(false)
            .maxResults(PAGE)
            .overrideConfiguration(AwsCalls.signedWith(call.session().token()));
    next.ifPresent(request::nextToken);
    return calls
        .askSsm(call.deadline(), ssm -> ssm.getParameterHistory(request.build()))
        .then(answer ->
            answer.hasParameters()
                    && answer.parameters().stream().allMatch(version -> isOf(version, name))
                ? Outcome.ok(Page.of(answer.parameters(), answer.nextToken()))
                : Outcome.failed(FailureClass.InvalidData));
  }

  private static boolean isOf(ParameterHistory version, ParameterName name) {
    return version.name() != null && name.is(version.name()) && version.version() != null;
  }
}
