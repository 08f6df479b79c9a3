package dev.keyturn.e2e.vault;

import dev.keyturn.e2e.component.Component;

/**
 * Which server it is, and how it listens.
 *
 * @param program {@link Component#VAULT} or {@link Component#OPENBAO}
 * @param tls with a certificate of an authority of its own
 */
public record VaultOptions(Component program, boolean tls) {

  public static VaultOptions plain() {
    return new VaultOptions(Component.VAULT, false);
  }

  public static VaultOptions withTls() {
    return withTls(Component.VAULT);
  }

  public static VaultOptions withTls(Component program) {
    return new VaultOptions(program, true);
  }
}
