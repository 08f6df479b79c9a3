/** The operator as its own process. */
@NullMarked
package dev.keyturn.e2e.operator;

import org.jspecify.annotations.NullMarked;
