/** The command that measures the operator. */
@NullMarked
package dev.keyturn.benchmarks;

import org.jspecify.annotations.NullMarked;
