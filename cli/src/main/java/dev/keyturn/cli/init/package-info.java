/** Skeletons of stores and syncs. */
@NullMarked
package dev.keyturn.cli.init;

import org.jspecify.annotations.NullMarked;
