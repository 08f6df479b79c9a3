package dev.keyturn.operator.engine.template;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests of any bytes, in hexadecimal. */
final class HashFunctions {
  private HashFunctions() {}

  static void addTo(FunctionTable.Builder table) {
    table
        .add("sha1sum", 1, arguments -> digest(arguments, "SHA-1"))
        .add("sha256sum", 1, arguments -> digest(arguments, "SHA-256"))
        .add("sha512sum", 1, arguments -> digest(arguments, "SHA-512"));
  }

  private static Value digest(Arguments arguments, String algorithm) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      byte[] sum = digest.digest(Utf8.raw(arguments.bytes(0)));
      return Value.Text.ofUtf8(HexFormat.of().formatHex(sum));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has " + algorithm);
    }
  }
}
