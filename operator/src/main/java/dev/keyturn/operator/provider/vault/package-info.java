/**
 * HashiCorp Vault and OpenBao. {@link VaultClient} knows what answers mean, {@link VaultTransport}
 * how requests are made; nothing that a server or a parser says leaves the package as text.
 */
@NullMarked
package dev.keyturn.operator.provider.vault;

import org.jspecify.annotations.NullMarked;
