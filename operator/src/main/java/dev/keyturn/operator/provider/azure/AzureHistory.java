package dev.keyturn.operator.provider.azure;

import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.Precondition;
import dev.keyturn.operator.provider.ProviderClient.Done;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.VersionHistory;
import dev.keyturn.operator.provider.VersionInfo;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.Writer;
import dev.keyturn.operator.provider.wire.Edge;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The versions of a secret. One that is switched off is switched on; a deleted secret is recovered
 * with all its versions, of which the vault names the newest alone until then. No version is ever
 * destroyed: a vault purges whole secrets or nothing. A rollback writes the old value again and
 * finds out about others as {@link AzureWriter} does.
 */
final class AzureHistory implements VersionHistory {
  private final VaultCalls calls;
  private final Meaning meaning;
  private final SecretStanding standing;
  private final SecretVersions versions;
  private final SecretChanges changes;
  private final VersionRace race;

  AzureHistory(VaultCalls calls, Meaning meaning) {
    VersionPages pages = new VersionPages(calls, meaning);
    this.calls = calls;
    this.meaning = meaning;
    this.standing = new SecretStanding(calls, meaning);
    this.versions = new SecretVersions(calls, meaning, pages, standing);
    this.changes = new SecretChanges(calls, meaning);
    this.race = new VersionRace(pages);
  }

  @Override
  public Set<Operation> operations() {
    return EnumSet.of(Operation.UNDELETE, Operation.ROLLBACK);
  }

  @Override
  public Writer.Condition condition() {
    return Writer.Condition.DETECTED;
  }

  @Override
  public Outcome<List<VersionInfo>> list(String key, Call call) {
    return Edge.guard(() ->
        versions
            .all(key, call)
            .map(told -> told.versions().stream().limit(MOST_VERSIONS).toList()));
  }

  @Override
  public Outcome<Done> destroy(String key, String version, Call call) {
    return Outcome.failed(FailureClass.InvalidData);
  }

  @Override
  public Outcome<Done> undelete(String key, String version, Call call) {
    return Edge.guard(() -> {
      Outcome<Done> seen = readable(key, version, call);
      return isMissing(seen)
          ? standing
              .deleted(key, call)
              .then(found ->
                  found instanceof SecretStanding.Found.Deleted(SecretBundle bundle)
                          && SecretVersions.Deletion.of(key, bundle).takes(version)
                      ? recovered(key, version, call)
                      : seen)
          : enabled(key, version, seen, call);
    });
  }

  /** The recovery ends after its answer: until then it is not known that the version is back. */
  private Outcome<Done> recovered(String key, String version, Call call) {
    return changes
        .recover(key, call)
        .then(begun -> {
          call.another();
          Outcome<Done> seen = Edge.guard(() -> readable(key, version, call));
          Outcome<Done> outcome =
              isMissing(seen)
                  ? Outcome.failed(FailureClass.Conflict)
                  : enabled(key, version, seen, call);
          return outcome instanceof Outcome.Failed<Done>(Failure failure)
              ? Outcome.failed(failure.withMayHaveApplied(true))
              : outcome;
        });
  }

  /** Switches on what a look has found switched off. */
  private Outcome<Done> enabled(String key, String version, Outcome<Done> seen, Call call) {
    boolean off =
        seen instanceof Outcome.Failed<Done>(Failure failure)
            && failure.detail() == FailureDetail.DISABLED
            && !SecretName.isDeletion(version);
    return off
        ? changes.patch(
            SecretName.path(key, Optional.of(version)),
            body -> {
              body.writeObjectFieldStart("attributes");
              body.writeBooleanField("enabled", true);
              body.writeEndObject();
            },
            call)
        : seen;
  }

  private static boolean isMissing(Outcome<Done> seen) {
    return seen instanceof Outcome.Failed<Done>(Failure failure) && Meaning.isAbsence(failure);
  }

  /** Whether a read gives the version; the current one for an id that names a deletion. */
  private Outcome<Done> readable(String key, String version, Call call) {
    Optional<String> wanted = Optional.of(version).filter(id -> !SecretName.isDeletion(id));
    return calls.get(
        SecretName.path(key, wanted),
        call,
        answer -> {
          if (answer.status() != 200) {
            return Outcome.failed(meaning.of(answer));
          }
          try (RemoteValue read = SecretBundle.read(answer.body()).valueOf(key, wanted)) {
            return Outcome.ok(new Done());
          }
        });
  }

  @Override
  public Outcome<VersionStamp> rollback(
      String key, String to, Precondition precondition, Call call) {
    return Edge.guard(() -> {
      if (!SecretName.isDeletion(to)) {
        SecretName.path(key, Optional.of(to));
      }
      return versions.all(key, call).then(told -> rollback(key, to, precondition, told, call));
    });
  }

  private Outcome<VersionStamp> rollback(
      String key, String to, Precondition precondition, SecretVersions.Told told, Call call) {
    Optional<VersionInfo> found = told.find(to);
    if (found.isEmpty()) {
      return Outcome.failed(FailureClass.NotFound);
    }
    if (!precondition.holds(Optional.of(told.newest().stamp().id()))) {
      return Outcome.failed(FailureClass.Conflict, FailureDetail.CAS_MISMATCH);
    }
    return switch (found.get().state()) {
      case CURRENT -> Outcome.ok(found.get().stamp());
      case SOFT_DELETED -> Outcome.failed(FailureClass.SourceDeleted, FailureDetail.SOFT_DELETED);
      // The service itself says why a version cannot be read.
      case OLDER, DISABLED, DESTROYED, PENDING -> copied(key, to, told, call);
    };
  }

  private Outcome<VersionStamp> copied(
      String key, String from, SecretVersions.Told told, Call call) {
    call.another();
    return calls
        .get(
            SecretName.path(key, Optional.of(from)),
            call,
            answer ->
                answer.status() == 200
                    ? Outcome.ok(Old.read(answer, key, from))
                    : Outcome.<Old>failed(meaning.of(answer)))
        .then(old -> {
          try (old) {
            return changes.put(
                key,
                SecretText.of(old.value().payload()),
                new SecretText.Kept(old.contentType(), told.tags()),
                FailureDetail.CAS_MISMATCH,
                call);
          }
        })
        .then(written -> race.checkedBeside(key, told.ids(), written, call));
  }

  /** An old value with what its owner says that it is, which goes back with it. */
  private record Old(RemoteValue value, Optional<String> contentType) implements AutoCloseable {
    static Old read(Answer answer, String key, String version) {
      SecretBundle bundle = SecretBundle.read(answer.body());
      return new Old(bundle.valueOf(key, Optional.of(version)), bundle.contentType());
    }

    @Override
    public void close() {
      value.close();
    }
  }
}
