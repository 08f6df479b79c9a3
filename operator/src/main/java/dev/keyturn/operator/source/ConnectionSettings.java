package dev.keyturn.operator.source;

import java.time.Duration;

/**
 * How a store wants to be used.
 *
 * @param provider name of the backend type, a metric label: {@code vault}
 * @param request time of one whole call, to the last byte of the body
 * @param valueLifetime how long a value may be shared; zero shares it only while it is in flight
 * @param mostValues how many values are kept at most
 */
public record ConnectionSettings(
    String provider, Duration request, Duration valueLifetime, int mostValues) {}
