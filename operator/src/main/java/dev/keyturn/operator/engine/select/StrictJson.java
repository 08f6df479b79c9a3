package dev.keyturn.operator.engine.select;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one JSON value by RFC 8259 and nothing around it but white space. Bounded: 2 MiB, 32
 * levels, 1,000 members and 10,000 items of arrays in all, numbers of 1,000 characters; a name that
 * stands twice in an object is refused. The tree points into the given buffer.
 */
final class StrictJson {
  static final int MAX_BYTES = 2 * 1024 * 1024;
  private static final int MAX_DEPTH = 32;
  private static final int MAX_KEYS = 1000;
  private static final int MAX_ITEMS = 10_000;
  private static final int MAX_NUMBER = 1000;

  private final byte[] source;
  private int at;
  private int keys;
  private int items;

  private StrictJson(byte[] source) {
    this.source = source;
  }

  static JsonNode parse(byte[] source) throws Unusable {
    if (source.length > MAX_BYTES) {
      throw new Unusable(Problem.TOO_LARGE);
    }
    if (!Utf8.isValid(source)) {
      throw new Unusable(Problem.NOT_JSON);
    }
    StrictJson reader = new StrictJson(source);
    JsonNode node = reader.value(0);
    reader.skipSpace();
    if (reader.at != source.length) {
      throw new Unusable(Problem.NOT_JSON);
    }
    return node;
  }

  private JsonNode value(int depth) throws Unusable {
    skipSpace();
    return switch (peek()) {
      case '{' -> object(depth + 1);
      case '[' -> array(depth + 1);
      case '"' -> new JsonNode.Text(string());
      case 't' -> word("true", new JsonNode.Bool(true));
      case 'f' -> word("false", new JsonNode.Bool(false));
      case 'n' -> word("null", new JsonNode.Null());
      default -> new JsonNode.Number(number());
    };
  }

  private JsonNode object(int depth) throws Unusable {
    enter(depth);
    List<JsonNode.Member> members = new ArrayList<>();
    Map<String, JsonNode> byName = new LinkedHashMap<>();
    if (!takeIf('}')) {
      do {
        skipSpace();
        Slice spelling = string();
        String name = JsonText.name(spelling);
        take(':');
        JsonNode value = value(depth);
        if (byName.putIfAbsent(name, value) != null) {
          throw new Unusable(Problem.DUPLICATE_KEY);
        }
        keys++;
        if (keys > MAX_KEYS) {
          throw new Unusable(Problem.TOO_MANY_KEYS);
        }
        members.add(new JsonNode.Member(name, spelling, value));
      } while (takeIf(','));
      take('}');
    }
    return new JsonNode.Members(members, byName);
  }

  private JsonNode array(int depth) throws Unusable {
    enter(depth);
    List<JsonNode> found = new ArrayList<>();
    if (!takeIf(']')) {
      do {
        found.add(value(depth));
        items++;
        if (items > MAX_ITEMS) {
          throw new Unusable(Problem.TOO_MANY_ITEMS);
        }
      } while (takeIf(','));
      take(']');
    }
    return new JsonNode.Items(found);
  }

  private void enter(int depth) throws Unusable {
    if (depth > MAX_DEPTH) {
      throw new Unusable(Problem.TOO_DEEP);
    }
    at++;
  }

  private Slice string() throws Unusable {
    int start = at;
    if (peek() != '"') {
      throw new Unusable(Problem.NOT_JSON);
    }
    at++;
    while (peek() != '"') {
      int c = peek();
      if (c == '\\') {
        at = JsonText.escapeEnd(source, at, source.length);
        if (at < 0) {
          throw new Unusable(Problem.NOT_JSON);
        }
      } else if (c >= 0 && c < ' ') {
        throw new Unusable(Problem.NOT_JSON);
      } else {
        at++;
      }
    }
    at++;
    return new Slice(source, start, at);
  }

  private Slice number() throws Unusable {
    int start = at;
    int end = JsonText.numberEnd(source, start);
    if (end < 0) {
      throw new Unusable(Problem.NOT_JSON);
    }
    if (end - start > MAX_NUMBER) {
      throw new Unusable(Problem.TOO_LARGE);
    }
    at = end;
    return new Slice(source, start, end);
  }

  private JsonNode word(String word, JsonNode node) throws Unusable {
    for (int i = 0; i < word.length(); i++) {
      if (peek() != word.charAt(i)) {
        throw new Unusable(Problem.NOT_JSON);
      }
      at++;
    }
    return node;
  }

  /** The byte at hand; negative for a byte of a longer character, which no rule here looks at. */
  private int peek() throws Unusable {
    if (at >= source.length) {
      throw new Unusable(Problem.NOT_JSON);
    }
    return source[at];
  }

  private void take(char expected) throws Unusable {
    if (!takeIf(expected)) {
      throw new Unusable(Problem.NOT_JSON);
    }
  }

  private boolean takeIf(char expected) {
    skipSpace();
    boolean there = at < source.length && source[at] == expected;
    if (there) {
      at++;
    }
    return there;
  }

  private void skipSpace() {
    while (at < source.length && " \t\r\n".indexOf(source[at]) >= 0) {
      at++;
    }
  }
}
