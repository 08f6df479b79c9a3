package dev.keyturn.operator.provider.gcp;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.Precondition;
import dev.keyturn.operator.provider.ProviderClient.Done;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.SecretBytes;
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
 * The versions of a secret. What is deleted so that it may come back is disabled. The state of a
 * version is changed under the etag of the look at it; a rollback adds the old value again, as
 * {@link NextVersion} does.
 *
 * <p>Where the secret has a {@code versionDestroyTtl}, the service puts a destruction off: the
 * version is disabled until then, and to enable it calls that off.
 */
final class GcpHistory implements VersionHistory {
  private final GcpAddress address;
  private final GcpCalls calls;
  private final SecretReader values;
  private final SecretVersions versions;
  private final NextVersion next;

  GcpHistory(
      GcpAddress address,
      GcpCalls calls,
      SecretReader values,
      SecretVersions versions,
      NextVersion next) {
    this.address = address;
    this.calls = calls;
    this.values = values;
    this.versions = versions;
    this.next = next;
  }

  @Override
  public Set<Operation> operations() {
    return EnumSet.allOf(Operation.class);
  }

  @Override
  public Writer.Condition condition() {
    return Writer.Condition.DETECTED;
  }

  @Override
  public Outcome<List<VersionInfo>> list(String key, Call call) {
    return Edge.guard(() ->
        versions
            .all(SecretName.of(key), call)
            .map(found -> found.stream().limit(MOST_VERSIONS).toList()));
  }

  @Override
  public Outcome<Done> undelete(String key, String version, Call call) {
    return Edge.guard(() -> {
      SecretName secret = SecretName.of(key);
      return one(secret, version, call)
          .then(found ->
              switch (found.state()) {
                case ENABLED -> Outcome.ok(new Done());
                case DISABLED -> change(secret, found, ":enable", call);
                case DESTROYED ->
                    Outcome.failed(FailureClass.SourceDeleted, FailureDetail.DESTROYED);
              });
    });
  }

  @Override
  public Outcome<Done> destroy(String key, String version, Call call) {
    return Edge.guard(() -> {
      SecretName secret = SecretName.of(key);
      return one(secret, version, call)
          .then(found ->
              found.state() == VersionBody.State.DESTROYED || found.ending()
                  ? Outcome.ok(new Done())
                  : destroy(secret, found, call));
    });
  }

  private Outcome<Done> destroy(SecretName secret, VersionBody version, Call call) {
    Outcome<Done> outcome = change(secret, version, ":destroy", call);
    // Somebody else was faster.
    return outcome instanceof Outcome.Failed<Done>(Failure failure)
            && failure.detail() == FailureDetail.DESTROYED
        ? Outcome.ok(new Done())
        : outcome;
  }

  @Override
  public Outcome<VersionStamp> rollback(
      String key, String to, Precondition precondition, Call call) {
    return Edge.guard(() -> {
      SecretName secret = SecretName.of(key);
      NextVersion.number(to);
      return versions.all(secret, call).then(all -> rollback(secret, to, precondition, all, call));
    });
  }

  private Outcome<VersionStamp> rollback(
      SecretName secret, String to, Precondition precondition, List<VersionInfo> all, Call call) {
    String newest = all.getFirst().stamp().id();
    Optional<VersionInfo> found =
        all.stream().filter(info -> info.stamp().id().equals(to)).findFirst();
    if (found.isEmpty()) {
      return Outcome.failed(FailureClass.NotFound);
    }
    if (!precondition.holds(Optional.of(newest))) {
      return Outcome.failed(FailureClass.Conflict, FailureDetail.CAS_MISMATCH);
    }
    return found.get().state() == VersionInfo.State.CURRENT
        ? Outcome.ok(found.get().stamp())
        : copied(secret, to, NextVersion.number(newest) + 1, call);
  }

  /** The service itself says why a version cannot be read. */
  private Outcome<VersionStamp> copied(SecretName secret, String from, long number, Call call) {
    call.another();
    return values
        .access(secret, from, call)
        .then(old -> {
          try (RemoteValue value = old) {
            return next.add(secret, value.payload(), number, FailureDetail.CAS_MISMATCH, call);
          }
        });
  }

  /** One version, in whatever state; an id that is no number costs no request. */
  private Outcome<VersionBody> one(SecretName secret, String version, Call call) {
    long number = NextVersion.number(version);
    return calls
        .metadata(
            address.secret(secret, "/versions/" + number),
            GcpCalls.SMALL_LIMIT,
            call,
            VersionBody::read)
        .then(found ->
            found.name().of(secret) == number
                ? Outcome.ok(found)
                : Outcome.failed(FailureClass.InvalidData));
  }

  private Outcome<Done> change(SecretName secret, VersionBody version, String verb, Call call) {
    call.another();
    try (SecretBytes body = WriteBody.state(version.etag())) {
      Outcome<Done> outcome =
          calls.change(
              "POST",
              address.secret(secret, "/versions/" + version.name().of(secret) + verb),
              body,
              call,
              answer -> new Done());
      // FAILED_PRECONDITION: of an etag, where it does not say that the value is gone.
      return outcome instanceof Outcome.Failed<Done>(Failure failure)
              && failure.detail() == FailureDetail.DISABLED
          ? Outcome.failed(
              Failure.of(FailureClass.Conflict, FailureDetail.CAS_MISMATCH)
                  .withStatus(failure.status().orElse(400)))
          : outcome;
    }
  }
}
