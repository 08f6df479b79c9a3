/** What a text is taken for a credential by. */
@NullMarked
package dev.keyturn.cli.credential;

import org.jspecify.annotations.NullMarked;
