/** Ties tests to the rows of the feature list. */
@NullMarked
package dev.keyturn.proof;

import org.jspecify.annotations.NullMarked;
