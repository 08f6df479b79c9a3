/** {@code keyturn lint}: is a manifest safe, without a cluster. */
@NullMarked
package dev.keyturn.cli.lint;

import org.jspecify.annotations.NullMarked;
