package dev.keyturn.e2e.vault;

/**
 * How a Vault server listens.
 *
 * @param tls with a certificate of an authority of its own
 */
public record VaultOptions(boolean tls) {

  public static VaultOptions plain() {
    return new VaultOptions(false);
  }

  public static VaultOptions withTls() {
    return new VaultOptions(true);
  }
}
