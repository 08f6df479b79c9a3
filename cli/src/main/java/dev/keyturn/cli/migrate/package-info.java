/** Turns manifests that were written for other tools into ours. */
@NullMarked
package dev.keyturn.cli.migrate;

import org.jspecify.annotations.NullMarked;
