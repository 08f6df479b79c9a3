package dev.keyturn.operator.provider;

import java.time.Duration;

/**
 * What a backend grants.
 *
 * @param duration from the request on
 */
public record LeaseTerms(Duration duration, boolean renewable) {}
