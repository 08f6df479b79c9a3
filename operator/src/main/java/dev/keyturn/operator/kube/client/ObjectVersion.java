package dev.keyturn.operator.kube.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Which object an answer is about, and in which version of it.
 *
 * @param uid for ever that of one object
 * @param resourceVersion of the state that the answer shows
 */
public record ObjectVersion(String uid, String resourceVersion) {
  private static final JsonFactory JSON = new JsonFactory();

  /** Reads the two texts out of the body of an object, passes over the rest, and wipes it. */
  public static Optional<ObjectVersion> read(byte[] body) {
    try (JsonParser parser = JSON.createParser(body)) {
      return parser.nextToken() == JsonToken.START_OBJECT && enter(parser, "metadata")
          ? ofMetadata(parser)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } finally {
      Arrays.fill(body, (byte) 0);
    }
  }

  /** Goes to the value of a field of the object that the parser is in; false without such one. */
  private static boolean enter(JsonParser parser, String wanted) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean found = parser.currentName().equals(wanted);
      JsonToken value = parser.nextToken();
      if (found) {
        return value == JsonToken.START_OBJECT;
      }
      parser.skipChildren();
    }
    return false;
  }

  private static Optional<ObjectVersion> ofMetadata(JsonParser parser) throws IOException {
    String uid = "";
    String version = "";
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "uid" -> uid = parser.getValueAsString("");
        case "resourceVersion" -> version = parser.getValueAsString("");
        default -> parser.skipChildren();
      }
    }
    return uid.isEmpty() || version.isEmpty()
        ? Optional.empty()
        : Optional.of(new ObjectVersion(uid, version));
  }
}
