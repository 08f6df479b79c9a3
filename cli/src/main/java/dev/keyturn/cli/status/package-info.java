/** {@code keyturn status}: how everything is. */
@NullMarked
package dev.keyturn.cli.status;

import org.jspecify.annotations.NullMarked;
