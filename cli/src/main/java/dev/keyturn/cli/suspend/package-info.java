/** {@code keyturn pause} and {@code keyturn resume}: nothing is read or written meanwhile. */
@NullMarked
package dev.keyturn.cli.suspend;

import org.jspecify.annotations.NullMarked;
