package dev.keyturn.operator.provider.kubernetes;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.RequestBody;
import dev.keyturn.operator.provider.wire.StrictJson;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Between the keys of a Secret and the one JSON object that a payload is. */
final class SecretData {
  /** Of all values of a Secret together, in bytes; the API server refuses more. */
  private static final int LARGEST = 1024 * 1024;

  private SecretData() {}

  /** The values as an object of texts, owned by the caller. */
  static SecretBytes payload(SortedMap<String, SecretBytes> data) {
    return RequestBody.of(body -> {
      for (Map.Entry<String, SecretBytes> entry : data.entrySet()) {
        member(body, entry.getKey(), entry.getValue());
      }
    });
  }

  private static void member(JsonGenerator body, String name, SecretBytes value)
      throws IOException {
    if (isText(value)) {
      RequestBody.member(body, name, value);
      return;
    }
    try (SecretBytes encoded = Base64Text.encode(value)) {
      RequestBody.member(body, name, encoded);
    }
  }

  static boolean isText(SecretBytes value) {
    return value.with(bytes -> {
      try {
        char[] text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).array();
        Arrays.fill(text, '\0');
        return true;
      } catch (CharacterCodingException binary) {
        return false;
      }
    });
  }

  /**
   * Writes the member {@code name} with the values of a payload in Base64.
   *
   * @throws WireProblem InvalidData/NAME_ILLEGAL for a name that a Secret cannot have,
   *     InvalidData/TOO_LARGE, InvalidData for anything that is no object of texts
   */
  static SecretBytes body(SecretBytes payload, String name, RequestBody.Members before) {
    SortedMap<String, SecretBytes> data = new TreeMap<>();
    try {
      read(payload, data);
      return RequestBody.of(body -> {
        before.write(body);
        body.writeObjectFieldStart(name);
        for (Map.Entry<String, SecretBytes> entry : data.entrySet()) {
          try (SecretBytes encoded = Base64Text.encode(entry.getValue())) {
            RequestBody.member(body, entry.getKey(), encoded);
          }
        }
        body.writeEndObject();
      });
    } finally {
      data.values().forEach(SecretBytes::close);
    }
  }

  private static void read(SecretBytes payload, SortedMap<String, SecretBytes> data) {
    StrictJson.read(
        payload,
        json -> {
          json.object(key -> data.put(SecretName.dataKey(key), json.secret()));
          return true;
        });
    if (data.isEmpty()) {
      throw new WireProblem(FailureClass.InvalidData, FailureDetail.EMPTY);
    }
    if (data.values().stream().mapToLong(SecretBytes::size).sum() > LARGEST) {
      throw new WireProblem(FailureClass.InvalidData, FailureDetail.TOO_LARGE);
    }
  }
}
