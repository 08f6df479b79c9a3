/** Tests of {@code keyturn explain}. */
@NullMarked
package dev.keyturn.cli.explain;

import org.jspecify.annotations.NullMarked;
