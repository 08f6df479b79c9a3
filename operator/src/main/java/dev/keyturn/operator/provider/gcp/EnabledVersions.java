package dev.keyturn.operator.provider.gcp;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.RemoteValue;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads the newest enabled version of a secret whose last one is not. It is looked for by {@code
 * :access}, one version after the other, because the quota for lists is small and a refresh must
 * not live on it. Only where many versions are passed over a list is asked, and what it says is
 * remembered until an answer of {@code :access} differs. Thread-safe.
 */
final class EnabledVersions {
  /** How many versions are tried one by one. */
  static final int STEPS = 10;

  private static final String LIST = "/versions?filter=state%3AENABLED&pageSize=250";
  private static final int MOST_PAGES = 20;
  private static final int MOST_SECRETS = 10_000;

  private final GcpAddress address;
  private final GcpCalls calls;
  private final Reading reading;
  private final Remembered<String, Found> found = new Remembered<>(MOST_SECRETS);

  EnabledVersions(GcpAddress address, GcpCalls calls, Reading reading) {
    this.address = address;
    this.calls = calls;
    this.reading = reading;
  }

  /** Reads one version by its number. */
  @FunctionalInterface
  interface Reading {
    Outcome<RemoteValue> access(SecretName secret, String version, Call call);
  }

  /**
   * What a list said.
   *
   * @param last the version that was created last then
   */
  private record Found(long last, long enabled) {}

  /**
   * Reads it.
   *
   * @param last number of the version that was created last; 0 where the refusal does not say
   * @param refusal the answer where none is enabled
   */
  Outcome<RemoteValue> read(SecretName secret, long last, Failure refusal, Call call) {
    Optional<Found> known = found.get(secret.id()).filter(it -> last > 0 && it.last() == last);
    if (known.isPresent()) {
      Outcome<RemoteValue> read = access(secret, known.get().enabled(), call);
      if (!isOff(read)) {
        return read;
      }
    } else {
      long first = Math.max(1, last - STEPS);
      for (long version = last - 1; version >= first; version--) {
        Outcome<RemoteValue> read = access(secret, version, call);
        if (!isOff(read)) {
          return read;
        }
      }
      if (last > 0 && first == 1) {
        return Outcome.failed(refusal);
      }
    }
    return listed(secret, last, refusal, call);
  }

  private Outcome<RemoteValue> listed(SecretName secret, long last, Failure refusal, Call call) {
    found.remove(secret.id());
    if (!calls.quota().hasRoom()) {
      return Outcome.failed(unproven(refusal));
    }
    return newest(secret, refusal, call)
        .then(enabled -> {
          if (enabled.isEmpty()) {
            return Outcome.failed(refusal);
          }
          if (last > 0) {
            found.put(secret.id(), new Found(last, enabled.getAsLong()));
          }
          return access(secret, enabled.getAsLong(), call);
        });
  }

  /** That none is enabled was not seen to the end: then it is no word about a deletion. */
  private static Failure unproven(Failure refusal) {
    return refusal.withDetail(FailureDetail.DISABLED);
  }

  private Outcome<OptionalLong> newest(SecretName secret, Failure refusal, Call call) {
    Optional<String> token = Optional.empty();
    for (int pages = 0; pages < MOST_PAGES; pages++) {
      call.another();
      switch (calls.metadata(
          address.secret(secret, VersionBody.Page.query(LIST, token)),
          GcpCalls.SMALL_LIMIT,
          call,
          VersionBody::readPage)) {
        case Outcome.Failed<VersionBody.Page>(Failure failure) -> {
          return Outcome.failed(failure);
        }
        case Outcome.Ok<VersionBody.Page>(VersionBody.Page page) -> {
          OptionalLong enabled =
              page.versions().stream()
                  .filter(VersionBody::enabled)
                  .mapToLong(version -> version.name().of(secret))
                  .findFirst();
          if (enabled.isPresent() || page.next().isEmpty()) {
            return Outcome.ok(enabled);
          }
          token = page.next();
        }
      }
    }
    return Outcome.failed(unproven(refusal));
  }

  private Outcome<RemoteValue> access(SecretName secret, long version, Call call) {
    call.another();
    return reading.access(secret, Long.toString(version), call);
  }

  private static boolean isOff(Outcome<RemoteValue> read) {
    return read instanceof Outcome.Failed<RemoteValue>(Failure failure)
        && (failure.kind() == FailureClass.SourceDeleted
            || (failure.kind() == FailureClass.NotFound && failure.detail() == FailureDetail.NONE));
  }
}
