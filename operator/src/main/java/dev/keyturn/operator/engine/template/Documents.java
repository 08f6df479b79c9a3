package dev.keyturn.operator.engine.template;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON and YAML into values; every number is a float64, as in Go.
 *
 * <p>What the parsers say stays here: their messages quote the document.
 */
final class Documents {
  private static final int NUMBER_LENGTH = 400;

  private final JsonParser parser;
  private final Budget budget;

  private Documents(JsonParser parser, Budget budget) {
    this.parser = parser;
    this.budget = budget;
  }

  /** One JSON document (RFC 8259); of two equal keys the last counts. */
  static Value json(String characters, Budget budget) {
    StreamReadConstraints constraints =
        StreamReadConstraints.builder()
            .maxNestingDepth(budget.depthLimit() + 1)
            .maxNumberLength(NUMBER_LENGTH)
            .maxStringLength(Integer.MAX_VALUE)
            .maxNameLength(Integer.MAX_VALUE)
            .build();
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(constraints)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();
    try (JsonParser parser = factory.createParser(characters)) {
      Value value = new Documents(parser, budget).value(parser.nextToken());
      if (parser.nextToken() != null) {
        throw Arguments.invalid();
      }
      return value;
    } catch (IOException notJson) {
      throw Arguments.invalid();
    }
  }

  /** One YAML document without anchors, tags or repeated keys; nothing at all is an empty map. */
  static Value yaml(String characters, Budget budget) {
    Value value = YamlReader.read(characters, budget);
    return value instanceof Value.Nil ? Value.Mapping.empty() : value;
  }

  private Value value(@Nullable JsonToken token) throws IOException {
    if (token == null) {
      throw Arguments.invalid();
    }
    budget.work(64);
    return switch (token) {
      case START_OBJECT -> object();
      case START_ARRAY -> array();
      case VALUE_STRING -> new Value.Text(encoded(parser.getText()));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
      case VALUE_TRUE -> new Value.Bool(true);
      case VALUE_FALSE -> new Value.Bool(false);
      case VALUE_NULL -> new Value.Nil();
      case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw Arguments.invalid();
    };
  }

  private Value object() throws IOException {
    budget.enter();
    Value.Mapping mapping = Value.Mapping.empty();
    for (JsonToken next = parser.nextToken();
        next == JsonToken.FIELD_NAME;
        next = parser.nextToken()) {
      String key = encoded(parser.currentName());
      mapping.with(key, value(parser.nextToken()));
      budget.iterations(mapping.entries().size());
    }
    budget.leave();
    return mapping;
  }

  private Value array() throws IOException {
    budget.enter();
    List<Value> items = new ArrayList<>();
    for (JsonToken next = parser.nextToken();
        next != JsonToken.END_ARRAY;
        next = parser.nextToken()) {
      items.add(value(next));
      budget.iterations(items.size());
    }
    budget.leave();
    return new Value.Sequence(items);
  }

  private Value number() throws IOException {
    double number = Double.parseDouble(parser.getText());
    if (Double.isInfinite(number)) {
      throw Arguments.invalid();
    }
    return new Value.Real(number);
  }

  /** Half of a surrogate pair, which JSON can spell, is no text. */
  static String encoded(String characters) {
    boolean broken = characters.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF);
    if (broken) {
      throw Arguments.invalid();
    }
    return Utf8.encode(characters);
  }
}
