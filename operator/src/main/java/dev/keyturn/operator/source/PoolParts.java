package dev.keyturn.operator.source;

import dev.keyturn.operator.source.memory.MemoryBound;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;

/**
 * What the connections of a pool have in common.
 *
 * @param inFlight bounds the values on their way, and those that passes hold
 * @param kept bounds the values that are kept for later readers
 */
record PoolParts(
    Fingerprints fingerprints,
    MemoryBound inFlight,
    KeptBound kept,
    ScheduledExecutorService timer,
    RandomGenerator random,
    SourceListener listener,
    EffectFence fence) {}
