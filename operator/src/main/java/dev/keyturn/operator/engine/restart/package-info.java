/** Decides which workloads are restarted when, after the values of a Secret changed. Pure. */
@NullMarked
package dev.keyturn.operator.engine.restart;

import org.jspecify.annotations.NullMarked;
