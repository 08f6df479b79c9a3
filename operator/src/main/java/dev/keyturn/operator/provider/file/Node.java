package dev.keyturn.operator.provider.file;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What stands in a file, whatever its format. */
sealed interface Node {
  /** Greatest depth of arrays and objects. */
  int MAX_DEPTH = 32;

  /** Greatest number of items of one list. */
  int MAX_ITEMS = 10_000;

  /** Text. */
  record Text(String value) implements Node {
    @Override
    public String toString() {
      return "[redacted]";
    }
  }

  /** A number or {@code true} or {@code false}, spelled as JSON does. */
  record Bare(String spelling) implements Node {
    @Override
    public String toString() {
      return "[redacted]";
    }
  }

  /** No value. */
  record Nothing() implements Node {}

  /** A list. */
  record Items(List<Node> items) implements Node {}

  /** A mapping, in the order of the file. */
  record Members(Map<String, Node> members) implements Node {}

  /** Collects a mapping: 1,000 names at most, none twice. */
  final class Collector {
    private static final int MAX_KEYS = 1000;

    private final Map<String, Node> members = new LinkedHashMap<>();

    void add(String name, Node value) throws Malformed {
      if (members.size() == MAX_KEYS || members.putIfAbsent(name, value) != null) {
        throw new Malformed();
      }
    }

    Members members() {
      return new Members(Collections.unmodifiableMap(members));
    }
  }
}
