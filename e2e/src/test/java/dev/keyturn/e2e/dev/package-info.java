/** {@code keyturn dev} as a reader runs it: with its examples and a stock kubectl. */
@NullMarked
package dev.keyturn.e2e.dev;

import org.jspecify.annotations.NullMarked;
