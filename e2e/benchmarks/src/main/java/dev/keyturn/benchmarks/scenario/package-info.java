/** The scenarios a to j, and the profile. */
@NullMarked
package dev.keyturn.benchmarks.scenario;

import org.jspecify.annotations.NullMarked;
