package dev.keyturn.operator.engine.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.engine.template.TemplateFailure.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against files that {@code openssl} 3.0 and {@code keytool} made. */
class CertificateFunctionsTest {
  private static final String LEAF = file("leaf.pem");
  private static final String INTERMEDIATE = file("intermediate.pem");
  private static final String ROOT = file("root.pem");

  private final TemplateFixture fixture = new TemplateFixture();
  private final Map<String, String> values = new HashMap<>();

  private static String file(String name) {
    return TemplateFixture.resource("certificates/" + name);
  }

  private String render(String template) {
    return fixture.render(template, values);
  }

  private Reason failure(String template) {
    return fixture.failure(template, values).reason();
  }

  @ParameterizedTest
  @ValueSource(strings = {"openssl", "openssl-legacy", "keytool"})
  void aFileWithAPasswordGivesItsKeyAndItsChain(String name) {
    values.put("file", file(name + ".p12.b64"));
    assertThat(render("{{ .file | b64dec | pkcs12keyPass \"pencil\" }}"))
        .isEqualTo(file("leaf.key"));
    assertThat(render("{{ .file | b64dec | pkcs12certPass \"pencil\" }}"))
        .isEqualTo(LEAF + INTERMEDIATE + ROOT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"openssl-empty", "openssl-legacy-empty"})
  void aFileWithAnEmptyPasswordGivesItsKeyAndItsChain(String name) {
    values.put("file", file(name + ".p12.b64"));
    assertThat(render("{{ .file | b64dec | pkcs12key }}")).isEqualTo(file("leaf.key"));
    assertThat(render("{{ .file | b64dec | pkcs12cert }}")).isEqualTo(LEAF + INTERMEDIATE + ROOT);
  }

  /** Whatever is wrong inside a file, it is one failure, which tells nothing of the file. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void damagedFilesEndInAFailureOrInText(long seed) {
    Random random = new Random(seed);
    String[] functions = {
      "pkcs12keyPass \"pencil\" .x",
      "pkcs12certPass \"pencil\" .x",
      "filterCertChain \"leaf\" .x",
      "certSANs .x",
      "jwkPrivateKeyPem .x",
      "fullPemToPkcs12 .x .x"
    };
    String[] files = {
      new String(
          Base64.getDecoder().decode(file("openssl-legacy.p12.b64")), StandardCharsets.ISO_8859_1),
      LEAF + INTERMEDIATE + file("leaf.key"),
      file("rsa.jwk")
    };
    for (int i = 0; i < 60; i++) {
      String original = files[random.nextInt(files.length)];
      byte[] damaged = original.getBytes(StandardCharsets.ISO_8859_1);
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      String function = functions[random.nextInt(functions.length)];
      SortedMap<String, byte[]> root = new TreeMap<>(Map.of("x", damaged));
      if (fixture.outcome("{{ " + function + " }}", root)
          instanceof RenderOutcome.Failed(TemplateFailure failure)) {
        assertThat(failure.message())
            .as("seed %d, round %d", seed, i)
            .startsWith("key:1:4: " + function.substring(0, function.indexOf(' ')) + " got ");
      }
    }
  }

  @Test
  void aFileThatAsksForTooManyIterationsIsRefused() {
    values.put("file", file("openssl-slow.p12.b64"));
    assertThat(failure("{{ .file | b64dec | pkcs12keyPass \"pencil\" }}"))
        .isEqualTo(Reason.INVALID_ARGUMENT);
  }

  @Test
  void anotherPasswordIsRefused() {
    values.put("file", file("openssl.p12.b64"));
    assertThat(failure("{{ .file | b64dec | pkcs12keyPass \"pen\" }}"))
        .isEqualTo(Reason.INVALID_ARGUMENT);
    assertThat(failure("{{ .file | b64dec | pkcs12key }}")).isEqualTo(Reason.INVALID_ARGUMENT);
    assertThat(failure("{{ pkcs12key \"no file\" }}")).isEqualTo(Reason.INVALID_ARGUMENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"leaf.key", "leaf-sec1.key"})
  void aKeyAndItsChainBecomeAFileThatJavaReads(String key)
      throws GeneralSecurityException, IOException {
    values.put("cert", ROOT + LEAF + INTERMEDIATE);
    values.put("key", file(key));
    KeyStore store = store(render("{{ fullPemToPkcs12Pass .cert .key \"pencil\" }}"), "pencil");
    assertThat(store.getCertificateChain("1")).hasSize(3);
    Key read = Objects.requireNonNull(store.getKey("1", "pencil".toCharArray()));
    assertThat(read.getAlgorithm()).isEqualTo("EC");
  }

  @Test
  void theFirstCertificateAloneGoesIntoTheShortForm() throws GeneralSecurityException, IOException {
    values.put("cert", LEAF + INTERMEDIATE);
    values.put("key", file("leaf.key"));
    KeyStore store = store(render("{{ pemToPkcs12Pass .cert .key \"pencil\" }}"), "pencil");
    assertThat(store.getCertificateChain("1")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pemToPkcs12", "fullPemToPkcs12"})
  void whatIsWrittenWithoutAPasswordIsReadWithoutOne(String function) {
    values.put("cert", LEAF);
    values.put("key", file("leaf.key"));
    assertThat(render("{{ " + function + " .cert .key | b64dec | pkcs12cert }}")).isEqualTo(LEAF);
    assertThat(render("{{ " + function + " .cert .key | b64dec | pkcs12key }}"))
        .isEqualTo(file("leaf.key"));
  }

  @Test
  void certificatesBecomeATrustStore() throws GeneralSecurityException, IOException {
    values.put("cert", ROOT + INTERMEDIATE);
    KeyStore store = store(render("{{ pemTruststoreToPKCS12Pass .cert \"pencil\" }}"), "pencil");
    assertThat(Collections.list(store.aliases())).allMatch(alias -> entry(store, alias)).hasSize(2);
    assertThat(render("{{ pemTruststoreToPKCS12 .cert | b64dec | pkcs12cert }}"))
        .isEqualTo(INTERMEDIATE + ROOT);
  }

  private static boolean entry(KeyStore store, String alias) {
    try {
      return store.isCertificateEntry(alias);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static KeyStore store(String encoded, String password)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(
        new ByteArrayInputStream(Base64.getDecoder().decode(encoded)), password.toCharArray());
    return store;
  }

  @Test
  void blocksAreFilteredByTheirType() {
    values.put("pem", "junk\n" + LEAF + file("leaf.key") + "more\n" + ROOT);
    assertThat(render("{{ .pem | filterPEM \"CERTIFICATE\" }}")).isEqualTo(LEAF + ROOT);
    assertThat(render("{{ .pem | filterPEM \"private key\" }}")).isEqualTo(file("leaf.key"));
    assertThat(render("{{ .pem | filterPEM \"X509 CRL\" }}")).isEmpty();
    assertThat(failure("{{ filterPEM \"X\" \"-----BEGIN X-----\\nAAAA\" }}"))
        .isEqualTo(Reason.INVALID_ARGUMENT);
  }

  @ParameterizedTest
  @CsvSource({"leaf", "intermediate", "root"})
  void aChainGivesItsParts(String part) {
    values.put("pem", ROOT + LEAF + INTERMEDIATE);
    assertThat(render("{{ .pem | filterCertChain \"" + part + "\" }}"))
        .isEqualTo(file(part + ".pem"));
  }

  @Test
  void whatIsNoChainIsRefused() {
    values.put("pem", LEAF + ROOT);
    assertThat(failure("{{ .pem | filterCertChain \"leaf\" }}")).isEqualTo(Reason.INVALID_ARGUMENT);
    values.put("root", ROOT);
    assertThat(render("{{ .root | filterCertChain \"leaf\" }}")).isEmpty();
    assertThat(render("{{ .root | filterCertChain \"root\" }}")).isEqualTo(ROOT);
    assertThat(failure("{{ .root | filterCertChain \"stem\" }}"))
        .isEqualTo(Reason.INVALID_ARGUMENT);
  }

  @Test
  void alternativeNamesComeByKind() {
    values.put("pem", LEAF);
    assertThat(render("{{ certSANs .pem | join \" \" }}"))
        .isEqualTo(
            "leaf.example www.leaf.example 192.0.2.7 2001:db8::1:0:0:7 a@leaf.example"
                + " spiffe://leaf/x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa", "leaf", "ed"})
  void aWebKeyBecomesWhatOpensslWrites(String name) {
    values.put("jwk", file(name + ".jwk"));
    assertThat(render("{{ jwkPublicKeyPem .jwk }}")).isEqualTo(file(name + ".pub"));
    assertThat(render("{{ jwkPrivateKeyPem .jwk }}")).isEqualTo(file(name + ".key"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "{\"kty\":\"RSA\"}", "{\"kty\":\"oct\",\"k\":\"AA\"}"})
  void whatIsNoAsymmetricWebKeyIsRefused(String jwk) {
    values.put("jwk", jwk);
    assertThat(failure("{{ jwkPrivateKeyPem .jwk }}")).isEqualTo(Reason.INVALID_ARGUMENT);
  }

  @ParameterizedTest
  @CsvSource({"SHA1,rsa", "SHA256,rsa", "SHA512,rsa", "SHA256,rsa-pkcs1"})
  void whatOpensslEncryptedIsDecrypted(String hash, String key) {
    values.put("text", file("oaep-" + hash.toLowerCase(java.util.Locale.ROOT) + ".b64"));
    values.put("key", file(key + ".key"));
    assertThat(render("{{ rsaDecrypt \"RSA-OAEP\" \"" + hash + "\" (b64dec .text) .key }}"))
        .isEqualTo("hello \u00ff");
  }

  @Test
  void anotherHashKeyOrSchemeIsRefused() {
    values.put("text", file("oaep-sha1.b64"));
    values.put("key", file("rsa.key"));
    values.put("other", file("leaf.key"));
    for (String arguments :
        new String[] {
          "\"RSA-OAEP\" \"SHA256\" (b64dec .text) .key",
          "\"RSA-OAEP\" \"SHA1\" (b64dec .text) .other",
          "\"RSA-OAEP\" \"MD5\" (b64dec .text) .key",
          "\"RSA\" \"SHA1\" (b64dec .text) .key"
        }) {
      assertThat(failure("{{ rsaDecrypt " + arguments + " }}")).isEqualTo(Reason.INVALID_ARGUMENT);
    }
    assertThat(render("{{ rsaDecrypt \"None\" \"None\" \"plain\" .key }}")).isEqualTo("plain");
  }

  /** Bouncy Castle says so by exceptions that are not checked. */
  @Test
  void aPrivateNumberLongerThanItsCurveIsRefused() {
    String longer =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                new byte[] {
                  1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                  0, 0, 0, 0, 0, 0
                });
    values.put(
        "jwk", file("leaf.jwk").replaceFirst("\"d\":\\s*\"[^\"]*\"", "\"d\":\"" + longer + "\""));
    assertThat(failure("{{ jwkPrivateKeyPem .jwk }}")).isEqualTo(Reason.INVALID_ARGUMENT);
  }

  @Test
  void aKeyWhoseCurveIsTaggedWronglyIsRefused() {
    // SEQUENCE {INTEGER 1, OCTET STRING 01, [0] IMPLICIT 00}, where SEC 1 wants an explicit tag.
    byte[] key = {0x30, 0x09, 2, 1, 1, 4, 1, 1, (byte) 0x80, 1, 0};
    values.put(
        "key",
        "-----BEGIN EC PRIVATE KEY-----\n"
            + Base64.getEncoder().encodeToString(key)
            + "\n-----END EC PRIVATE KEY-----\n");
    values.put("cert", LEAF);
    assertThat(failure("{{ fullPemToPkcs12 .cert .key }}")).isEqualTo(Reason.INVALID_ARGUMENT);
  }
}
