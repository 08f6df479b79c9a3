/** Which backends a surrounding points at. */
@NullMarked
package dev.keyturn.cli.detect;

import org.jspecify.annotations.NullMarked;
