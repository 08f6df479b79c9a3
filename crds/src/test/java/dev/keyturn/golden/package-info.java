/** Files that tests hold against what makes them. */
@NullMarked
package dev.keyturn.golden;

import org.jspecify.annotations.NullMarked;
