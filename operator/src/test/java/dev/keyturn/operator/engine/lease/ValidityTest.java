package dev.keyturn.operator.engine.lease;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValidityTest {
  private static final Validity OF_LEAF =
      new Validity(Instant.parse("2026-11-26T02:00:03Z"), Instant.parse("2126-11-02T02:00:03Z"));

  private static String file(String name) throws IOException {
    try (var stream = ValidityTest.class.getResourceAsStream("/template/certificates/" + name)) {
      return new String(Objects.requireNonNull(stream).readAllBytes(), UTF_8);
    }
  }

  @Test
  void ofAChainTheFirstCertificateCounts() throws IOException {
    String chain = "subject=leaf\n" + file("leaf.pem") + "issuer=root\n" + file("root.pem");

    assertThat(Validity.of(chain.getBytes(UTF_8))).contains(OF_LEAF);
    assertThat(Validity.of(file("root.pem").getBytes(UTF_8)))
        .isPresent()
        .get()
        .isNotEqualTo(OF_LEAF);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "none",
        "-----BEGIN CERTIFICATE-----",
        "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n",
        "0\u0082\u007f\u007f"
      })
  void whatIsNoCertificateHasNone(String text) {
    assertThat(Validity.of(text.getBytes(UTF_8))).isEmpty();
  }
}
