package dev.keyturn.operator.provider.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads JSON; numbers keep their spelling. */
final class JsonReader {
  private JsonReader() {}

  static Node.Members read(String text) throws Malformed {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder().maxNestingDepth(Node.MAX_DEPTH).build())
            .build();
    try (JsonParser parser = factory.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new Malformed();
      }
      Node.Members root = members(parser);
      if (parser.nextToken() != null) {
        throw new Malformed();
      }
      return root;
    } catch (IOException textOfTheFile) {
      throw new Malformed();
    }
  }

  private static Node node(JsonParser parser) throws IOException, Malformed {
    return switch (parser.currentToken()) {
      case START_OBJECT -> members(parser);
      case START_ARRAY -> items(parser);
      case VALUE_STRING -> new Node.Text(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE ->
          new Node.Bare(parser.getText());
      case VALUE_NULL -> new Node.Nothing();
      case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw new Malformed();
    };
  }

  private static Node.Members members(JsonParser parser) throws IOException, Malformed {
    Node.Collector members = new Node.Collector();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      members.add(name, node(parser));
    }
    return members.members();
  }

  private static Node.Items items(JsonParser parser) throws IOException, Malformed {
    List<Node> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (items.size() == Node.MAX_ITEMS) {
        throw new Malformed();
      }
      items.add(node(parser));
    }
    return new Node.Items(items);
  }
}
