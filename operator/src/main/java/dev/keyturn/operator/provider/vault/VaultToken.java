package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.SecretBytes;

/** The form of a token; nothing is assumed of its prefix. */
final class VaultToken {
  private VaultToken() {}

  /** Whether it can be sent: visible ASCII, not empty. A line break at the end is refused too. */
  static boolean isLegal(SecretBytes token) {
    return token.with(bytes -> {
      for (byte octet : bytes) {
        if (octet <= ' ' || octet == 0x7f) {
          return false;
        }
      }
      return bytes.length > 0;
    });
  }
}
