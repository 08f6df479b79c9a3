package dev.keyturn.operator.engine.generate;

/** How a value is made. */
public sealed interface Generator {

  /**
   * Letters, digits and symbols, of each at least one.
   *
   * @param symbols distinct ASCII punctuation; empty for none
   */
  record Password(int length, String symbols) implements Generator {}

  /** Random bytes. */
  record Bytes(int size, Encoding encoding) implements Generator {}

  /** A UUID of version 4. */
  record Uuid() implements Generator {}

  /** An Ed25519 key in OpenSSH format. */
  record SshEd25519() implements Generator {}

  /** An RSA key in OpenSSH format. */
  record SshRsa(int bits) implements Generator {}

  /** A pair of keys for signatures. */
  record KeyPair(Algorithm algorithm, Format format) implements Generator {}

  /** A seed of one-time passwords. */
  record Totp() implements Generator {}

  /** How bytes are spelled. */
  enum Encoding {
    BASE64,
    BASE64URL,
    HEX,
    RAW
  }

  /** JSON web algorithms. */
  enum Algorithm {
    RS256,
    ES256,
    EDDSA
  }

  /** How keys are spelled. */
  enum Format {
    PEM,
    JWK
  }

  /** True where there is a public part as well. */
  default boolean hasPublicPart() {
    return switch (this) {
      case SshEd25519 ssh -> true;
      case SshRsa ssh -> true;
      case KeyPair pair -> true;
      case Password password -> false;
      case Bytes bytes -> false;
      case Uuid uuid -> false;
      case Totp totp -> false;
    };
  }
}
