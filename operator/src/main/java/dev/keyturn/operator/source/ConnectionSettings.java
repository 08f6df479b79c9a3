package dev.keyturn.operator.source;

import dev.keyturn.operator.source.guard.CallLimits;
import java.time.Duration;

/**
 * How a store wants to be used.
 *
 * @param provider name of the backend type, a metric label: {@code vault}
 * @param request time of one whole call, to the last byte of the body
 * @param valueLifetime how long a value may be shared; zero shares it only while it is in flight
 * @param mostValues how many values are kept at most
 * @param limits the most that the backend is asked, over all connections of the store
 * @param retry the tries inside one read
 */
public record ConnectionSettings(
    String provider,
    Duration request,
    Duration valueLifetime,
    int mostValues,
    CallLimits limits,
    Retry retry) {

  /** The same for another kind of answers. */
  ConnectionSettings keeping(Duration lifetime, int most) {
    return new ConnectionSettings(provider, request, lifetime, most, limits, retry);
  }
}
