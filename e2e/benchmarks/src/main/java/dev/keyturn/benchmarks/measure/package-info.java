/** What computes: percentiles, ratios, samples of processes. */
@NullMarked
package dev.keyturn.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
