package dev.keyturn.operator.provider.fake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;

/** What the text of an entry is. */
enum ValueShape {
  OBJECT,
  /** {@code {}} or {@code null}. */
  NOTHING,
  /** An object that names a member twice. */
  AMBIGUOUS_OBJECT,
  TEXT;

  static ValueShape of(String text) {
    if (text.strip().equals("null")) {
      return NOTHING;
    }
    if (!isObject(text, false)) {
      return TEXT;
    }
    if (!isObject(text, true)) {
      return AMBIGUOUS_OBJECT;
    }
    return text.substring(text.indexOf('{') + 1).strip().equals("}") ? NOTHING : OBJECT;
  }

  private static boolean isObject(String text, boolean strict) {
    JsonFactory factory =
        JsonFactory.builder()
            .configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION, strict)
            .build();
    try (JsonParser parser = factory.createParser(text)) {
      boolean object = parser.nextToken() == JsonToken.START_OBJECT;
      parser.skipChildren();
      return object && parser.nextToken() == null;
    } catch (IOException textOfTheValue) {
      return false;
    }
  }
}
