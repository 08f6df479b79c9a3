/** The operator under measurement: Keyturn, or a peer. */
@NullMarked
package dev.keyturn.benchmarks.subject;

import org.jspecify.annotations.NullMarked;
