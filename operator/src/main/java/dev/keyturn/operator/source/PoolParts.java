package dev.keyturn.operator.source;

import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;

/**
 * What the connections of a pool have in common.
 *
 * @param inFlight bounds the values on their way to readers
 * @param kept bounds the values that are kept for later readers
 */
record PoolParts(
    Fingerprints fingerprints,
    MemoryBound inFlight,
    KeptBound kept,
    ScheduledExecutorService timer,
    RandomGenerator random,
    SourceListener listener) {}
