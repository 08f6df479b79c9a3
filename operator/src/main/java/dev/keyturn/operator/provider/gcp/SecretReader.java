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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
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

  /** How long a secret that is there without a version, or may not be asked for, is left alone. */
  private static final Duration THERE = Duration.ofMinutes(10);

  private static final int MOST_SECRETS = 10_000;

  private final GcpAddress address;
  private final VersionPolicy policy;
  private final GcpCalls calls;
  private final InstantSource clock;
  private final EnabledVersions enabled;
  private final Remembered<String, Instant> there = new Remembered<>(MOST_SECRETS);

  SecretReader(GcpAddress address, VersionPolicy policy, GcpCalls calls, InstantSource clock) {
    this.address = address;
    this.policy = policy;
    this.calls = calls;
    this.clock = clock;
    this.enabled = new EnabledVersions(address, calls, this::access);
  }

  Outcome<RemoteValue> read(RemoteRef ref, Call call) {
    SecretName secret = SecretName.of(ref.key());
    Optional<String> pinned = ref.version().filter(version -> !version.equals(LATEST));
    if (pinned.filter(version -> !VERSION.matcher(version).matches()).isPresent()) {
      throw new WireProblem(FailureClass.InvalidData, FailureDetail.FIELD);
    }
    AtomicLong refused = new AtomicLong();
    Outcome<RemoteValue> read = access(secret, pinned.orElse(LATEST), call, refused::set);
    return switch (read) {
      case Outcome.Failed<RemoteValue>(Failure failure)
          when failure.kind() == FailureClass.SourceDeleted
              && pinned.isEmpty()
              && policy == VersionPolicy.LATEST_OR_FETCH ->
          enabled.read(secret, refused.get(), failure, call);
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
   * secret that was just made has none yet. Where the identity may not ask, or the quota for asking
   * is used up, it is not proven.
   */
  private boolean isGone(SecretName secret, Call call) {
    Instant now = clock.instant();
    boolean wasThere =
        there.get(secret.id()).filter(seen -> now.isBefore(seen.plus(THERE))).isPresent();
    if (wasThere || !calls.quota().hasRoom()) {
      return false;
    }
    call.another();
    return switch (calls.metadata(
        address.secret(secret, ""), GcpCalls.SMALL_LIMIT, call, SecretBytes::size)) {
      case Outcome.Ok<Integer> found -> {
        there.put(secret.id(), now);
        yield false;
      }
      case Outcome.Failed<Integer>(Failure failure) -> {
        if (failure.kind() == FailureClass.AccessDenied) {
          there.put(secret.id(), now);
        }
        yield failure.kind() == FailureClass.NotFound && failure.detail() == FailureDetail.NONE;
      }
    };
  }

  /** One version by its number, by an alias, or the newest. */
  Outcome<RemoteValue> access(SecretName secret, String version, Call call) {
    return access(secret, version, call, refused -> {});
  }

  private Outcome<RemoteValue> access(
      SecretName secret, String version, Call call, LongConsumer refused) {
    return calls
        .access(
            address.secret(secret, "/versions/" + version + ":access"),
            call,
            body -> ValueBody.read(body, secret),
            refused)
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
}
