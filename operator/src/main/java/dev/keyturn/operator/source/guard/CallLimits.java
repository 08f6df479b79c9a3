package dev.keyturn.operator.source.guard;

/**
 * The most that a store's backend is asked.
 *
 * @param requestsPerSecond calls per second in the long run, at least 1
 * @param burst calls that may follow each other at once after a quiet time, at least 1
 * @param maxInFlight calls under way at one time, at least 1
 */
public record CallLimits(int requestsPerSecond, int burst, int maxInFlight) {}
