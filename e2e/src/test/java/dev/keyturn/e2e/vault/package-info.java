/** A real Vault server, or one that speaks its API. */
@NullMarked
package dev.keyturn.e2e.vault;

import org.jspecify.annotations.NullMarked;
