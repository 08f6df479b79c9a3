/** Checks of the documentation and of the examples against the tree they stand in. */
@NullMarked
package dev.keyturn.e2e.docs;

import org.jspecify.annotations.NullMarked;
