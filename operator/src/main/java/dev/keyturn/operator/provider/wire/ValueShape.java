package dev.keyturn.operator.provider.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.keyturn.operator.provider.RemoteValue.Shape;
import java.io.IOException;

/** Tells the JSON objects among the texts of a backend that knows no more than texts. */
public final class ValueShape {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(32).build())
          .build();

  private ValueShape() {}

  public static Shape of(String text) {
    if (!text.stripLeading().startsWith("{")) {
      return Shape.TEXT;
    }
    try (JsonParser parser = JSON.createParser(text)) {
      parser.nextToken();
      parser.skipChildren();
      boolean whole = parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
      return whole ? Shape.JSON_OBJECT : Shape.TEXT;
    } catch (IOException notJson) {
      return Shape.TEXT;
    }
  }
}
