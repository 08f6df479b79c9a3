package dev.keyturn.devcluster.protobuf;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The messages that can be decoded, read from {@code messages.txt}. */
final class Messages {
  private static final String RESOURCE = "messages.txt";

  /** One field of a message; {@code type} is a scalar or the name of a message. */
  record Field(String name, String type, boolean repeated, boolean map) {}

  private final Map<String, Map<Integer, Field>> messages = new HashMap<>();

  Messages() {
    try (InputStream in = Messages.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing");
      }
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(this::read);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(String line) {
    String[] sides = line.split(": ", 2);
    Map<Integer, Field> fields = new HashMap<>();
    for (String field : sides[1].split(", ", -1)) {
      String[] words = field.split(" ", -1);
      boolean repeated = words[2].startsWith("*");
      boolean map = words[2].startsWith("map:");
      String type = words[2].substring(repeated ? 1 : map ? 4 : 0);
      fields.put(Integer.valueOf(words[0]), new Field(words[1], type, repeated, map));
    }
    messages.put(sides[0], fields);
  }

  /** The fields of a message by number; null when it is not known. */
  @Nullable Map<Integer, Field> fields(String message) {
    return messages.get(message);
  }
}
