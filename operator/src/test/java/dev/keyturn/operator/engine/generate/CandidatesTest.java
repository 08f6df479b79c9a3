package dev.keyturn.operator.engine.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CandidatesTest {
  private final Candidates candidates = new Candidates(new SecureRandom());

  private String made(Generator generator) {
    try (Candidate candidate = candidates.make(generator)) {
      return new String(candidate.value(), StandardCharsets.ISO_8859_1);
    }
  }

  @Test
  void aPasswordHoldsEveryClassAndNothingElse() {
    for (int i = 0; i < 500; i++) {
      assertThat(made(new Generator.Password(12, "-_")))
          .hasSize(12)
          .matches("[A-Za-z0-9_-]+")
          .containsPattern("[A-Za-z]")
          .containsPattern("[0-9]")
          .containsPattern("[_-]");
    }
  }

  @Test
  void aPasswordWithoutSymbolsIsOfLettersAndDigits() {
    assertThat(made(new Generator.Password(32, ""))).matches("[A-Za-z0-9]{32}");
  }

  @Test
  void everyCharacterOfTheAlphabetIsDrawn() {
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      made(new Generator.Password(256, "!")).chars().forEach(seen::add);
    }
    assertThat(seen).hasSize(63);
  }

  @Test
  void noTwoValuesAreAlike() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      assertThat(seen.add(made(new Generator.Bytes(16, Generator.Encoding.HEX)))).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "12, '', false",
    "16, '', false",
    "17, '', true",
    "12, '!\"#$%&()*+,-./:;<=>?@[]^_', false",
    "32, '', true"
  })
  void aPasswordBelow96BitsIsTooWeak(int length, String symbols, boolean strong) {
    assertThat(Candidates.isStrongEnough(new Generator.Password(length, symbols)))
        .isEqualTo(strong);
  }

  @Test
  void bytesAreSpelledAsTheyWereAskedFor() {
    assertThat(made(new Generator.Bytes(32, Generator.Encoding.RAW))).hasSize(32);
    assertThat(Base64.getDecoder().decode(made(new Generator.Bytes(33, Generator.Encoding.BASE64))))
        .hasSize(33);
    assertThat(made(new Generator.Bytes(32, Generator.Encoding.BASE64URL)))
        .hasSize(43)
        .matches("[A-Za-z0-9_-]+");
    assertThat(made(new Generator.Bytes(32, Generator.Encoding.HEX))).matches("[0-9a-f]{64}");
  }

  @Test
  void aUuidIsOfVersion4() {
    assertThat(made(new Generator.Uuid()))
        .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
  }

  @Test
  void aTotpSeedIs20BytesInBase32() {
    assertThat(made(new Generator.Totp())).matches("[A-Z2-7]{32}");
  }

  @ParameterizedTest
  @EnumSource(Generator.Algorithm.class)
  void whatThePrivateKeySignsThePublicKeyVerifies(Generator.Algorithm algorithm) throws Exception {
    String family =
        switch (algorithm) {
          case RS256 -> "RSA";
          case ES256 -> "EC";
          case EDDSA -> "Ed25519";
        };
    String scheme =
        switch (algorithm) {
          case RS256 -> "SHA256withRSA";
          case ES256 -> "SHA256withECDSA";
          case EDDSA -> "Ed25519";
        };
    try (Candidate pair = candidates.make(new Generator.KeyPair(algorithm, Generator.Format.PEM))) {
      KeyFactory keys = KeyFactory.getInstance(family);
      Signature signature = Signature.getInstance(scheme);
      signature.initSign(
          keys.generatePrivate(new PKCS8EncodedKeySpec(der(pair.value(), "PRIVATE KEY"))));
      signature.update(new byte[] {1, 2, 3});
      byte[] signed = signature.sign();
      signature.initVerify(
          keys.generatePublic(
              new X509EncodedKeySpec(der(pair.publicPart().orElseThrow(), "PUBLIC KEY"))));
      signature.update(new byte[] {1, 2, 3});
      assertThat(signature.verify(signed)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(Generator.Algorithm.class)
  void aJsonWebKeyKeepsItsPrivateMembersPrivate(Generator.Algorithm algorithm) {
    try (Candidate pair = candidates.make(new Generator.KeyPair(algorithm, Generator.Format.JWK))) {
      String secret = new String(pair.value(), StandardCharsets.US_ASCII);
      String open = new String(pair.publicPart().orElseThrow(), StandardCharsets.US_ASCII);
      assertThat(secret).contains("\"d\":\"").contains("\"kid\":\"");
      assertThat(open).doesNotContain("\"d\":").doesNotContain("\"p\":").contains("\"kid\":\"");
      String kid = open.replaceAll(".*\"kid\":\"([^\"]*)\".*", "$1");
      assertThat(kid).hasSize(43);
      assertThat(secret).contains("\"kid\":\"" + kid + "\"");
    }
  }

  @Test
  void theThumbprintIsThatOfRfc7638() throws Exception {
    byte[] modulus =
        Base64.getUrlDecoder()
            .decode(
                "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw");
    assertThat(
            JsonWebKeys.thumbprint(
                new java.util.TreeMap<>(
                    java.util.Map.of(
                        "kty", "RSA",
                        "e", "AQAB",
                        "n", Base64.getUrlEncoder().withoutPadding().encodeToString(modulus)))))
        .isEqualTo("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
  }

  /** The layout is read back by the lengths in it, as OpenSSH does. */
  @Test
  void anSshKeyIsReadBackByItsOwnLengths() throws Exception {
    try (Candidate key = candidates.make(new Generator.SshEd25519())) {
      ByteBuffer whole = ByteBuffer.wrap(der(key.value(), "OPENSSH PRIVATE KEY"));
      byte[] magic = new byte[15];
      whole.get(magic);
      assertThat(new String(magic, StandardCharsets.US_ASCII)).isEqualTo("openssh-key-v1\0");
      assertThat(text(whole)).isEqualTo("none");
      assertThat(text(whole)).isEqualTo("none");
      assertThat(field(whole)).isEmpty();
      assertThat(whole.getInt()).isOne();
      byte[] open = field(whole);
      ByteBuffer secret = ByteBuffer.wrap(field(whole));
      assertThat(whole.hasRemaining()).isFalse();
      assertThat(secret.capacity() % 8).isZero();
      assertThat(secret.getInt()).isEqualTo(secret.getInt());
      assertThat(text(secret)).isEqualTo("ssh-ed25519");
      byte[] point = field(secret);
      byte[] both = field(secret);
      assertThat(Arrays.copyOfRange(both, 32, 64)).isEqualTo(point);
      assertThat(field(secret)).isEmpty();
      for (int padding = 1; secret.hasRemaining(); padding++) {
        assertThat(secret.get()).isEqualTo((byte) padding);
      }
      String line = new String(key.publicPart().orElseThrow(), StandardCharsets.US_ASCII);
      assertThat(line).isEqualTo("ssh-ed25519 " + Base64.getEncoder().encodeToString(open) + "\n");
      assertThat(verifies(Arrays.copyOf(both, 32), point)).isTrue();
    }
  }

  @Test
  void anRsaSshKeyHasTheSizeThatWasAskedFor() {
    try (Candidate key = candidates.make(new Generator.SshRsa(3072))) {
      ByteBuffer open =
          ByteBuffer.wrap(
              Base64.getDecoder()
                  .decode(
                      new String(key.publicPart().orElseThrow(), StandardCharsets.US_ASCII)
                          .split(" ")[1].strip()));
      assertThat(text(open)).isEqualTo("ssh-rsa");
      assertThat(new BigInteger(field(open))).isEqualTo(65537);
      assertThat(new BigInteger(field(open)).bitLength()).isEqualTo(3072);
    }
  }

  private static boolean verifies(byte[] seed, byte[] point) throws Exception {
    KeyFactory keys = KeyFactory.getInstance("Ed25519");
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(
        keys.generatePrivate(
            new java.security.spec.EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed)));
    signature.update((byte) 7);
    byte[] signed = signature.sign();
    byte[] reversed = new byte[32];
    for (int i = 0; i < 32; i++) {
      reversed[i] = point[31 - i];
    }
    boolean odd = reversed[0] < 0;
    reversed[0] &= 0x7f;
    signature.initVerify(
        keys.generatePublic(
            new EdECPublicKeySpec(
                NamedParameterSpec.ED25519, new EdECPoint(odd, new BigInteger(1, reversed)))));
    signature.update((byte) 7);
    return signature.verify(signed);
  }

  private static String text(ByteBuffer buffer) {
    return new String(field(buffer), StandardCharsets.US_ASCII);
  }

  private static byte[] field(ByteBuffer buffer) {
    byte[] field = new byte[buffer.getInt()];
    buffer.get(field);
    return field;
  }

  private static byte[] der(byte[] pem, String label) {
    String text = new String(pem, StandardCharsets.US_ASCII);
    assertThat(text)
        .startsWith("-----BEGIN " + label + "-----\n")
        .endsWith("\n-----END " + label + "-----\n");
    return Base64.getMimeDecoder().decode(text.replaceAll("-----[^-]+-----", ""));
  }
}
