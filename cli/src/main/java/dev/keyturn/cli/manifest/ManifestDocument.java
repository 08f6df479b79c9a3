package dev.keyturn.cli.manifest;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One object of a manifest.
 *
 * @param file as the user named it; {@code -} for what was piped in
 * @param content the object; lists of kind {@code List} are taken apart already
 * @param lines the line, from 1, of each field and element by its JSON pointer
 */
public record ManifestDocument(String file, ObjectNode content, Map<String, Integer> lines) {

  public String kind() {
    return content.path("kind").asText();
  }

  public String apiVersion() {
    return content.path("apiVersion").asText();
  }

  public String name() {
    return content.path("metadata").path("name").asText();
  }

  /** Null where the manifest leaves it to whoever applies it, and for objects without one. */
  public @Nullable String namespace() {
    return content.path("metadata").path("namespace").textValue();
  }

  /** The line of a field, or of the nearest field around it that is there. */
  public int line(String pointer) {
    for (String at = pointer; ; at = at.substring(0, at.lastIndexOf('/'))) {
      Integer line = lines.get(at);
      if (line != null) {
        return line;
      }
      if (at.isEmpty()) {
        return 1;
      }
    }
  }

  /** A pointer to a member of what another points to. */
  public static String member(String pointer, String name) {
    return pointer + JsonPointer.empty().appendProperty(name);
  }
}
