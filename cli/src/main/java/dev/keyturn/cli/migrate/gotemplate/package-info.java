/** Templates of the Vault Agent become templates of a SecretSync, or are refused by line. */
@NullMarked
package dev.keyturn.cli.migrate.gotemplate;

import org.jspecify.annotations.NullMarked;
