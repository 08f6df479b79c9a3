/** Servers, the raw client, and the watch that stamps what appears. */
@NullMarked
package dev.keyturn.benchmarks.world;

import org.jspecify.annotations.NullMarked;
