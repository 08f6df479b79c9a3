/** {@code keyturn explain}: why an object is as it is, and what to do. */
@NullMarked
package dev.keyturn.cli.explain;

import org.jspecify.annotations.NullMarked;
