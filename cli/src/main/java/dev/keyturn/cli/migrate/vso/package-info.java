/** Objects of the Vault Secrets Operator, turned into stores and syncs of ours. */
@NullMarked
package dev.keyturn.cli.migrate.vso;

import org.jspecify.annotations.NullMarked;
