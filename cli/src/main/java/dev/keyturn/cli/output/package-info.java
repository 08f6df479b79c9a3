/** How verbs print what they know. */
@NullMarked
package dev.keyturn.cli.output;

import org.jspecify.annotations.NullMarked;
