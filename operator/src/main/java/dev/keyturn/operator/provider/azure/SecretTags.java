package dev.keyturn.operator.provider.azure;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** Tags of a secret, within the limits of the service: 15, each name and value 256 characters. */
final class SecretTags {
  private static final int MOST = 15;
  private static final int LONGEST = 256;

  private SecretTags() {}

  static void check(Map<String, String> tags) {
    boolean fit =
        tags.size() <= MOST
            && tags.entrySet().stream()
                .allMatch(
                    tag -> tag.getKey().length() <= LONGEST && tag.getValue().length() <= LONGEST);
    if (!fit) {
      throw new WireProblem(FailureClass.InvalidData, FailureDetail.BACKEND_LIMIT);
    }
  }

  static void write(JsonGenerator body, Map<String, String> tags) throws IOException {
    body.writeObjectFieldStart("tags");
    for (Map.Entry<String, String> tag : new TreeMap<>(tags).entrySet()) {
      body.writeStringField(tag.getKey(), tag.getValue());
    }
    body.writeEndObject();
  }
}
