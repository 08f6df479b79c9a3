package dev.keyturn.operator.provider.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import java.io.IOException;
import java.util.OptionalInt;

/** Copies one JSON object token by token, within limits; numbers keep their spelling. */
final class CompactCopy {
  static final int DEPTH = 32;
  private static final int KEYS = 1_000;

  private final LargeText texts;
  private final JsonParser parser;
  private final JsonGenerator copy;
  private final WipedOutput output;
  private int depth;
  private int keys;

  /**
   * A copy that has not begun.
   *
   * @param texts of the document that the parser reads
   * @param output that the generator writes to
   */
  CompactCopy(LargeText texts, JsonParser parser, JsonGenerator copy, WipedOutput output) {
    this.texts = texts;
    this.parser = parser;
    this.copy = copy;
    this.output = output;
  }

  /** Copies the object whose start the parser is at; the number of its members, nested ones too. */
  int object() throws IOException {
    token();
    while (depth > 0) {
      parser.nextToken();
      token();
      if (depth > DEPTH || keys > KEYS) {
        throw new WireProblem(FailureClass.InvalidData, FailureDetail.TOO_LARGE);
      }
    }
    return keys;
  }

  private void token() throws IOException {
    switch (parser.currentToken()) {
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
      case VALUE_STRING -> value();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> copy.writeNumber(parser.getText());
      case VALUE_TRUE -> copy.writeBoolean(true);
      case VALUE_FALSE -> copy.writeBoolean(false);
      case VALUE_NULL -> copy.writeNull();
      case null, default -> throw WireProblem.invalid();
    }
  }

  private void value() throws IOException {
    OptionalInt large = texts.start(parser);
    if (large.isPresent()) {
      // The comma or colon before it, and then past the generator.
      copy.writeRawValue("");
      copy.flush();
      SpelledText.spelling(texts.document(), large.getAsInt(), StrictJson.LONGEST_TEXT, output);
    } else {
      text();
      copy.writeString(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
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
