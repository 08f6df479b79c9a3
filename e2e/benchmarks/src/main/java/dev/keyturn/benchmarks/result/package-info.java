/** What was measured, as it is stored. */
@NullMarked
package dev.keyturn.benchmarks.result;

import org.jspecify.annotations.NullMarked;
