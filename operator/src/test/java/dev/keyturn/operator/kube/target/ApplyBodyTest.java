package dev.keyturn.operator.kube.target;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApplyBodyTest {

  /** Around the ends of what is encoded at once. */
  @ParameterizedTest
  @ValueSource(
      ints = {0, 1, 2, 3, 3_070, 3_071, 3_072, 3_073, 3_074, 3_075, 6_143, 6_144, 6_145, 1_048_576})
  void aValueOfAnyLengthIsEncodedAsAWhole(int length) throws IOException {
    byte[] value = new byte[length];
    new Random(length).nextBytes(value);
    DesiredSecret desired =
        new DesiredSecret(
            "shop",
            "db",
            new DesiredSecret.Sync("SecretSync", "db", "sync-uid"),
            DesiredSecret.Policy.OWNER,
            false,
            false,
            "Opaque",
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(Map.of("a", value, "b", value)));

    byte[] bytes;
    try (ApplyBody body = ApplyBody.of(desired, ApplyBody.Expected.ABSENT)) {
      JsonNode data = new ObjectMapper().readTree(body.bytes()).get("data");
      assertThat(data.get("a").binaryValue()).isEqualTo(value);
      assertThat(data.get("b").binaryValue()).isEqualTo(value);
      bytes = body.bytes();
    }
    assertThat(bytes).containsOnly(0);
  }
}
