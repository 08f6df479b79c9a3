package dev.keyturn.operator.engine.generate;

import java.security.SecureRandom;

/**
 * Draws passwords that are uniform among all that hold every class: characters by rejection
 * sampling, and the whole password anew where a class is absent.
 */
final class Passwords {
  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final String DIGITS = "0123456789";
  private static final int BYTE_VALUES = 256;

  private final SecureRandom random;

  Passwords(SecureRandom random) {
    this.random = random;
  }

  /** Entropy of a password in bits, before those without some class are left out. */
  static double bits(Generator.Password password) {
    return password.length() * (Math.log(alphabet(password).length()) / Math.log(2));
  }

  byte[] draw(Generator.Password password) {
    String alphabet = alphabet(password);
    byte[] drawn = new byte[password.length()];
    do {
      for (int i = 0; i < drawn.length; i++) {
        drawn[i] = (byte) alphabet.charAt(below(alphabet.length()));
      }
    } while (!holds(drawn, LETTERS)
        || !holds(drawn, DIGITS)
        || (!password.symbols().isEmpty() && !holds(drawn, password.symbols())));
    return drawn;
  }

  private static String alphabet(Generator.Password password) {
    return LETTERS + DIGITS + password.symbols();
  }

  /** A remainder of a byte would favour the first characters; such bytes are thrown away. */
  private int below(int bound) {
    int fair = BYTE_VALUES - BYTE_VALUES % bound;
    byte[] octet = new byte[1];
    int drawn;
    do {
      random.nextBytes(octet);
      drawn = octet[0] & 0xff;
    } while (drawn >= fair);
    return drawn % bound;
  }

  private static boolean holds(byte[] password, String members) {
    for (byte character : password) {
      if (members.indexOf(character) >= 0) {
        return true;
      }
    }
    return false;
  }
}
