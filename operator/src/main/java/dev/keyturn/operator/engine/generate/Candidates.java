package dev.keyturn.operator.engine.generate;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** Makes values by the rules of each generator. Thread-safe. */
public final class Candidates {
  /** Fewer bits than these can be guessed. */
  private static final double FEWEST_BITS = 96;

  private static final int RS256_BITS = 3072;
  private static final int TOTP_BYTES = 20;
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private final SecureRandom random;

  public Candidates(SecureRandom random) {
    this.random = random;
  }

  /** Entropy of a password in bits. */
  public static double bits(Generator.Password password) {
    return Passwords.bits(password);
  }

  /** False where what the generator makes could be guessed. */
  public static boolean isStrongEnough(Generator generator) {
    return !(generator instanceof Generator.Password password)
        || Passwords.bits(password) >= FEWEST_BITS;
  }

  /** A new value; the caller closes it. */
  public Candidate make(Generator generator) {
    return switch (generator) {
      case Generator.Password password -> Candidate.of(new Passwords(random).draw(password));
      case Generator.Bytes(int size, Generator.Encoding encoding) ->
          Candidate.of(spelled(bytes(size), encoding));
      case Generator.Uuid() -> Candidate.of(uuid());
      case Generator.SshEd25519() -> ssh("Ed25519", 0);
      case Generator.SshRsa(int bits) -> ssh("RSA", bits);
      case Generator.KeyPair(Generator.Algorithm algorithm, Generator.Format format) ->
          pair(algorithm, format);
      case Generator.Totp() -> Candidate.of(base32(bytes(TOTP_BYTES)));
    };
  }

  private byte[] bytes(int size) {
    byte[] drawn = new byte[size];
    random.nextBytes(drawn);
    return drawn;
  }

  private static byte[] spelled(byte[] drawn, Generator.Encoding encoding) {
    byte[] text =
        switch (encoding) {
          case RAW -> drawn.clone();
          case BASE64 -> Base64.getEncoder().encode(drawn);
          case BASE64URL -> Base64.getUrlEncoder().withoutPadding().encode(drawn);
          case HEX -> HexFormat.of().formatHex(drawn).getBytes(StandardCharsets.US_ASCII);
        };
    Arrays.fill(drawn, (byte) 0);
    return text;
  }

  /** RFC 9562 section 5.4: version 4, variant 10. */
  private byte[] uuid() {
    byte[] drawn = bytes(16);
    drawn[6] = (byte) (drawn[6] & 0x0f | 0x40);
    drawn[8] = (byte) (drawn[8] & 0x3f | 0x80);
    String hex = HexFormat.of().formatHex(drawn);
    return String.join(
            "-",
            hex.substring(0, 8),
            hex.substring(8, 12),
            hex.substring(12, 16),
            hex.substring(16, 20),
            hex.substring(20))
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** RFC 4648 section 6; 20 bytes are 32 characters without padding. */
  private static byte[] base32(byte[] drawn) {
    byte[] text = new byte[drawn.length * 8 / 5];
    for (int i = 0; i < text.length; i++) {
      int bit = i * 5;
      int pair =
          (drawn[bit / 8] & 0xff) << 8
              | (bit / 8 + 1 < drawn.length ? drawn[bit / 8 + 1] & 0xff : 0);
      text[i] = (byte) BASE32.charAt(pair >> 11 - bit % 8 & 0x1f);
    }
    Arrays.fill(drawn, (byte) 0);
    return text;
  }

  private Candidate ssh(String algorithm, int bits) {
    KeyPair keys = keys(algorithm, bits);
    int check = random.nextInt();
    return switch (keys.getPublic()) {
      case EdECPublicKey open ->
          OpenSsh.ed25519(seed((EdECPrivateKey) keys.getPrivate()), Points.compressed(open), check);
      case RSAPublicKey open -> OpenSsh.rsa((RSAPrivateCrtKey) keys.getPrivate(), check);
      default -> throw new IllegalStateException("no key of the kind that was asked for");
    };
  }

  private Candidate pair(Generator.Algorithm algorithm, Generator.Format format) {
    KeyPair keys =
        switch (algorithm) {
          case RS256 -> keys("RSA", RS256_BITS);
          case ES256 -> keys("EC", 0);
          case EDDSA -> keys("Ed25519", 0);
        };
    return switch (format) {
      case PEM ->
          new Candidate(
              pem("PRIVATE KEY", keys.getPrivate().getEncoded()),
              Optional.of(pem("PUBLIC KEY", keys.getPublic().getEncoded())));
      case JWK ->
          switch (keys.getPublic()) {
            case RSAPublicKey open -> JsonWebKeys.rsa((RSAPrivateCrtKey) keys.getPrivate());
            case ECPublicKey open -> JsonWebKeys.p256(open, (ECPrivateKey) keys.getPrivate());
            case EdECPublicKey open ->
                JsonWebKeys.ed25519(
                    seed((EdECPrivateKey) keys.getPrivate()), Points.compressed(open));
            default -> throw new IllegalStateException("no key of the kind that was asked for");
          };
    };
  }

  private KeyPair keys(String algorithm, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      switch (algorithm) {
        case "EC" -> generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        case "RSA" -> generator.initialize(bits, random);
        default -> generator.initialize(255, random);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform makes keys of " + algorithm, e);
    }
  }

  private static byte[] seed(EdECPrivateKey key) {
    return key.getBytes().orElseThrow();
  }

  private static byte[] pem(String label, byte[] der) {
    byte[] body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encode(der);
    Arrays.fill(der, (byte) 0);
    return Armor.around(label, body);
  }
}
