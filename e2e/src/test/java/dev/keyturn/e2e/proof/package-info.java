/** The table of what is proved by which test. */
@NullMarked
package dev.keyturn.e2e.proof;

import org.jspecify.annotations.NullMarked;
