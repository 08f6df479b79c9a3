package dev.keyturn.operator.kube.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ObjectVersionTest {
  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void bothAreFoundAmongWhateverElseStandsThereAndTheBodyIsWiped() {
    byte[] body =
        bytes(
            """
            {"spec":{"metadata":{"uid":"of the spec"}},
            "metadata":{"ownerReferences":[{"uid":"of the owner"}],"resourceVersion":"42",
            "labels":{"uid":"of a label"},"uid":"of the object"},"status":{}}
            """);
    assertThat(ObjectVersion.read(body)).contains(new ObjectVersion("of the object", "42"));
    assertThat(body).containsOnly(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "no JSON",
        "{}",
        "{\"metadata\":\"text\"}",
        "{\"metadata\":{\"uid\":\"u\"}}",
        "{\"metadata\":{\"resourceVersion\":\"1\"}}",
        "{\"metadata\":{\"uid\":\"u\",\"resourceVersion\":\"1\""
      })
  void whatNamesNoVersionOfAnObjectIsNone(String body) {
    assertThat(ObjectVersion.read(bytes(body))).isEmpty();
  }
}
