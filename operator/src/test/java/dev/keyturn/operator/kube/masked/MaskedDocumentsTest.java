package dev.keyturn.operator.kube.masked;

import static dev.keyturn.operator.kube.masked.Masking.MACS;
import static dev.keyturn.operator.kube.masked.Masking.bytes;
import static dev.keyturn.operator.kube.masked.Masking.masked;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyturn.operator.engine.mac.Mac;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Documents by chance, in pieces by chance, are read as Jackson reads them. */
class MaskedDocumentsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static JsonNode tree(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void noValueAndNoTextOfAValuePasses() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      List<byte[]> values = new ArrayList<>();
      String body = document(random, values);
      String out = masked(false, pieces(random, bytes(body)));
      for (byte[] value : values) {
        String text = Base64.getEncoder().encodeToString(value);
        assertThat(out).as("seed %d", seed).doesNotContain(text);
        assertThat(out).as("seed %d", seed).doesNotContain(new String(value, UTF_8));
      }
      JsonNode items = tree(out).get("items");
      JsonNode raw = tree(body).get("items");
      assertThat(items).as("seed %d", seed).hasSameSizeAs(raw);
      for (int i = 0; i < raw.size(); i++) {
        assertThat(hashes(items.get(i))).as("seed %d", seed).isEqualTo(expected(raw.get(i)));
      }
    }
  }

  private static List<Mac> hashes(JsonNode secret) {
    List<Mac> hashes = new ArrayList<>();
    secret.get("data").forEach(text -> hashes.add(MaskedValue.parse(text.textValue()).mac()));
    return hashes;
  }

  private static List<Mac> expected(JsonNode secret) {
    JsonNode meta = secret.get("metadata");
    List<Mac> hashes = new ArrayList<>();
    secret
        .get("data")
        .properties()
        .forEach(value ->
            hashes.add(
                MACS.value(
                    meta.get("namespace").textValue(),
                    meta.get("name").textValue(),
                    value.getKey(),
                    Base64.getDecoder().decode(value.getValue().textValue()))));
    return hashes;
  }

  private static String document(Random random, List<byte[]> values) {
    List<String> items = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      List<String> data = new ArrayList<>();
      for (int k = random.nextInt(4); k > 0; k--) {
        byte[] value = bytes(Long.toString(random.nextLong(), 36).repeat(1 + random.nextInt(20)));
        values.add(value);
        data.add("\"k%d\": \"%s\"".formatted(k, Base64.getEncoder().encodeToString(value)));
      }
      List<String> members =
          new ArrayList<>(
              List.of(
                  "\"metadata\":{\"labels\":{\"name\":\"{\\\"data\\\":\"},\"namespace\":\"shop\",\"name\":\"n%d\"}"
                      .formatted(i),
                  "\"data\" : {" + String.join(" ,\n", data) + '}',
                  "\"type\":\"Opaque\"",
                  "\"x\":[{},[],{\"data\":[]},\"\",0]"));
      Collections.shuffle(members, random);
      items.add('{' + String.join(",", members) + '}');
    }
    return "{\"metadata\":{},\"items\":[" + String.join(",", items) + "]}";
  }

  private static byte[][] pieces(Random random, byte[] whole) {
    List<byte[]> pieces = new ArrayList<>();
    for (int at = 0; at < whole.length; ) {
      int end = Math.min(whole.length, at + 1 + random.nextInt(60));
      pieces.add(Arrays.copyOfRange(whole, at, end));
      at = end;
    }
    return pieces.toArray(byte[][]::new);
  }
}
