package dev.keyturn.operator.provider.gcp;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.gcp.GcpConfig.VersionPolicy;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads values by {@code :access}, whose quota is the only large one of the service. {@code latest}
 * is the version that was created last, be it disabled.
 */
final class SecretReader {
  private static final String LATEST = "latest";

  /** A number, or an alias that somebody gave to one. */
  private static final Pattern VERSION =
      Pattern.compile("[1-9][0-9]{0,17}|[A-Za-z][A-Za-z0-9_-]{0,62}");

  private final GcpAddress address;
  private final VersionPolicy policy;
  private final GcpCalls calls;

  SecretReader(GcpAddress address, VersionPolicy policy, GcpCalls calls) {
    this.address = address;
    this.policy = policy;
    this.calls = calls;
  }

  Outcome<RemoteValue> read(RemoteRef ref, Call call) {
    SecretName secret = SecretName.of(ref.key());
    Optional<String> pinned = ref.version().filter(version -> !version.equals(LATEST));
    if (pinned.filter(version -> !VERSION.matcher(version).matches()).isPresent()) {
      throw new WireProblem(FailureClass.InvalidData, FailureDetail.FIELD);
    }
    Outcome<RemoteValue> read = access(secret, pinned.orElse(LATEST), call);
    return switch (read) {
      case Outcome.Failed<RemoteValue>(Failure failure)
          when failure.kind() == FailureClass.SourceDeleted
              && pinned.isEmpty()
              && policy == VersionPolicy.LATEST_OR_FETCH ->
          newestEnabled(secret, call)
              .then(number ->
                  number.map(found -> accessAsWell(secret, found, call)).orElseGet(() -> read));
      case Outcome.Failed<RemoteValue>(Failure failure)
          when failure.kind() == FailureClass.NotFound
              && failure.detail() == FailureDetail.NONE
              && pinned.isEmpty()
              && !isGone(secret, call) ->
          Outcome.failed(failure.withDetail(FailureDetail.NO_CURRENT_VERSION));
      case Outcome.Failed<RemoteValue> failed -> failed;
      case Outcome.Ok<RemoteValue> ok -> ok;
    };
  }

  /**
   * Whether there is no such secret. Google says "not found or has no versions" for both, and a
   * secret that was just made has none yet. Where the identity may not ask, it is not proven.
   */
  private boolean isGone(SecretName secret, Call call) {
    call.another();
    return calls.ask(address.secret(secret, ""), GcpCalls.SMALL_LIMIT, call, SecretBytes::size)
            instanceof Outcome.Failed<Integer>(Failure failure)
        && failure.kind() == FailureClass.NotFound
        && failure.detail() == FailureDetail.NONE;
  }

  /** One version by its number, by an alias, or the newest. */
  Outcome<RemoteValue> access(SecretName secret, String version, Call call) {
    return calls
        .ask(
            address.secret(secret, "/versions/" + version + ":access"),
            GcpCalls.VALUE_LIMIT,
            call,
            body -> ValueBody.read(body, secret))
        .then(value -> checked(value, version));
  }

  private static Outcome<RemoteValue> checked(RemoteValue value, String version) {
    boolean numbered = Character.isDigit(version.charAt(0));
    if (numbered && value.version().filter(stamp -> stamp.id().equals(version)).isEmpty()) {
      value.close();
      return Outcome.failed(FailureClass.InvalidData);
    }
    return Outcome.ok(value);
  }

  private Outcome<RemoteValue> accessAsWell(SecretName secret, String version, Call call) {
    call.another();
    return access(secret, version, call);
  }

  private Outcome<Optional<String>> newestEnabled(SecretName secret, Call call) {
    call.another();
    return calls
        .ask(
            address.secret(secret, "/versions?filter=state%3AENABLED&pageSize=25"),
            GcpCalls.SMALL_LIMIT,
            call,
            VersionBody::readPage)
        .map(versions -> newestEnabled(versions, secret));
  }

  private static Optional<String> newestEnabled(List<VersionBody> versions, SecretName secret) {
    return versions.stream()
        .filter(VersionBody::enabled)
        .findFirst()
        .map(version -> Long.toString(version.name().of(secret)));
  }
}
