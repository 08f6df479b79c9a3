/** The scenarios a to j. */
@NullMarked
package dev.keyturn.benchmarks.scenario;

import org.jspecify.annotations.NullMarked;
