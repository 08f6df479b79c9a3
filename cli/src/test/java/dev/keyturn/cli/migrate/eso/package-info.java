/** Parts of the translation of External Secrets, one by one. */
@NullMarked
package dev.keyturn.cli.migrate.eso;

import org.jspecify.annotations.NullMarked;
