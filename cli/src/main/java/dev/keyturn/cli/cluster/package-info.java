/** The cluster that a verb asks, with the rights of whoever asks. */
@NullMarked
package dev.keyturn.cli.cluster;

import org.jspecify.annotations.NullMarked;
