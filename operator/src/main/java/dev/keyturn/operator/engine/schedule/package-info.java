/** When a sync reads: the grid of due times and the waits after a failure. Pure functions. */
@NullMarked
package dev.keyturn.operator.engine.schedule;

import org.jspecify.annotations.NullMarked;
