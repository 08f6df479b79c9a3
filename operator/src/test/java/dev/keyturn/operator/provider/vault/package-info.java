/** Tests of the Vault provider against a Vault in memory, and against a real one where it is. */
@NullMarked
package dev.keyturn.operator.provider.vault;

import org.jspecify.annotations.NullMarked;
