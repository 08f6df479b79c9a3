package dev.keyturn.operator.provider.kubernetes;

import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.util.Base64;

/** Base64 of RFC 4648, section 4, in bytes that can be wiped. */
final class Base64Text {
  private Base64Text() {}

  static SecretBytes decode(SecretBytes text) {
    try {
      return SecretBytes.owning(text.with(bytes -> Base64.getDecoder().decode(bytes)));
    } catch (IllegalArgumentException malformed) {
      throw WireProblem.invalid();
    }
  }

  static SecretBytes encode(SecretBytes bytes) {
    return SecretBytes.owning(bytes.with(octets -> Base64.getEncoder().encode(octets)));
  }
}
