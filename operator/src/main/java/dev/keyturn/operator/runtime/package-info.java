/** Puts the operator together: configuration, wiring, timing, health, leadership, shutdown. */
@NullMarked
package dev.keyturn.operator.runtime;

import org.jspecify.annotations.NullMarked;
