package dev.keyturn.operator.engine.template;

import dev.keyturn.operator.engine.template.cryptography.Passwords;
import dev.keyturn.operator.engine.template.cryptography.RsaDecryption;

/** Password hashes and decryption; each call is charged by the time that it takes. */
final class CipherFunctions {
  private static final int BCRYPT_WORK = 4 * 1024 * 1024;
  private static final int RSA_WORK = 2 * 1024 * 1024;

  private CipherFunctions() {}

  static void addTo(FunctionTable.Builder table) {
    table
        .add("bcrypt", 1, a -> Value.Text.ofUtf8(bcrypt(a, 0)))
        .add("htpasswd", 2, CipherFunctions::htpasswd)
        .add("encryptAES", 2, CipherFunctions::encrypt)
        .add("decryptAES", 2, CipherFunctions::decrypt)
        .add("rsaDecrypt", 4, CipherFunctions::rsaDecrypt);
  }

  private static String bcrypt(Arguments arguments, int index) {
    arguments.budget().work(BCRYPT_WORK);
    return Passwords.bcrypt(Utf8.raw(arguments.bytes(index))).orElseThrow(Arguments::invalid);
  }

  /** A line of an htpasswd file, whose users have no colon in their names. */
  private static Value htpasswd(Arguments arguments) {
    String user = arguments.text(0);
    if (user.contains(":")) {
      throw Arguments.invalid();
    }
    return new Value.Text(user + ":" + bcrypt(arguments, 1));
  }

  private static Value encrypt(Arguments arguments) {
    byte[] text = Utf8.raw(arguments.bytes(1));
    return text.length == 0
        ? new Value.Text("")
        : Value.Text.ofUtf8(Passwords.encrypt(Utf8.raw(arguments.bytes(0)), text));
  }

  private static Value decrypt(Arguments arguments) {
    String encrypted = arguments.bytes(1);
    return encrypted.isEmpty()
        ? new Value.Text("")
        : Value.Text.ofBytes(
            Passwords.decrypt(Utf8.raw(arguments.bytes(0)), encrypted)
                .orElseThrow(Arguments::invalid));
  }

  /** Scheme, hash, encrypted bytes, private key: the order of External Secrets. */
  private static Value rsaDecrypt(Arguments arguments) {
    String hash =
        switch (arguments.text(1)) {
          case "SHA1" -> "SHA-1";
          case "SHA256", "None" -> "SHA-256";
          case "SHA512" -> "SHA-512";
          default -> throw Arguments.invalid();
        };
    return switch (arguments.text(0)) {
      case "None" -> arguments.value(2);
      case "RSA-OAEP" -> {
        arguments.budget().work(RSA_WORK);
        yield Value.Text.ofBytes(
            RsaDecryption.oaep(hash, Utf8.raw(arguments.bytes(2)), arguments.bytes(3))
                .orElseThrow(Arguments::invalid));
      }
      default -> throw Arguments.invalid();
    };
  }
}
