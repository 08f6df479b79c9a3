package dev.keyturn.operator.provider.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import java.io.IOException;

/** Copies one JSON object token by token, within limits; numbers keep their spelling. */
final class CompactCopy {
  static final int DEPTH = 32;
  private static final int KEYS = 1_000;
  private static final int ITEMS = 10_000;

  private final JsonParser parser;
  private final JsonGenerator copy;
  private int depth;
  private int keys;
  private int values;

  CompactCopy(JsonParser parser, JsonGenerator copy) {
    this.parser = parser;
    this.copy = copy;
  }

  /** Copies the object whose start the parser is at; the number of its members, nested ones too. */
  int object() throws IOException {
    token();
    while (depth > 0) {
      parser.nextToken();
      token();
      // Of the values one is the whole, and each key has one; the others are items.
      if (depth > DEPTH || keys > KEYS || values - keys - 1 > ITEMS) {
        throw new WireProblem(FailureClass.InvalidData, FailureDetail.TOO_LARGE);
      }
    }
    return keys;
  }

  private void token() throws IOException {
    JsonToken token = parser.currentToken();
    if (token != null && (token.isStructStart() || token.isScalarValue())) {
      values++;
    }
    switch (token) {
      case FIELD_NAME -> {
        keys++;
        text();
        copy.writeFieldName(parser.currentName());
      }
      case START_OBJECT -> {
        depth++;
        copy.writeStartObject();
      }
      case START_ARRAY -> {
        depth++;
        copy.writeStartArray();
      }
      case END_OBJECT -> {
        depth--;
        copy.writeEndObject();
      }
      case END_ARRAY -> {
        depth--;
        copy.writeEndArray();
      }
      case VALUE_STRING -> {
        text();
        copy.writeString(
            parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> copy.writeNumber(parser.getText());
      case VALUE_TRUE -> copy.writeBoolean(true);
      case VALUE_FALSE -> copy.writeBoolean(false);
      case VALUE_NULL -> copy.writeNull();
      case null, default -> throw WireProblem.invalid();
    }
  }

  /** Refuses half a surrogate pair: no UTF-8 holds it. */
  private void text() throws IOException {
    char[] characters = parser.getTextCharacters();
    int end = parser.getTextOffset() + parser.getTextLength();
    for (int i = parser.getTextOffset(); i < end; i++) {
      if (Character.isHighSurrogate(characters[i])
          && i + 1 < end
          && Character.isLowSurrogate(characters[i + 1])) {
        i++;
      } else if (Character.isSurrogate(characters[i])) {
        throw WireProblem.invalid();
      }
    }
  }
}
