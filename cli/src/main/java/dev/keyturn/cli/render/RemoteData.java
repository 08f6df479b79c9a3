package dev.keyturn.cli.render;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What backends would answer: a text, or an object of properties, for each key. */
final class RemoteData {
  private final SortedMap<String, Value> values = new TreeMap<>();

  /** What stands under a key. */
  private sealed interface Value {
    record Whole(byte[] bytes) implements Value {}

    record Properties(ObjectNode members) implements Value {}
  }

  void put(String key, byte[] whole) {
    values.put(key, new Value.Whole(whole));
  }

  void put(String key, ObjectNode members) {
    values.put(key, new Value.Properties(members));
  }

  /** Fills a gap: what is there stays. */
  void offer(String key, byte[] whole) {
    values.putIfAbsent(key, new Value.Whole(whole));
  }

  /** Fills a gap: what is there stays. */
  void offer(String key, String property, JsonNode value) {
    Value there =
        values.computeIfAbsent(
            key, absent -> new Value.Properties(JsonNodeFactory.instance.objectNode()));
    if (there instanceof Value.Properties(ObjectNode members) && !members.has(property)) {
      members.set(property, value);
    }
  }

  /** The bytes that a backend would give. */
  Optional<byte[]> payload(String key) {
    return Optional.ofNullable(values.get(key))
        .map(value ->
            switch (value) {
              case Value.Whole(byte[] bytes) -> bytes.clone();
              case Value.Properties(ObjectNode members) ->
                  members.toString().getBytes(StandardCharsets.UTF_8);
            });
  }

  Set<String> keys() {
    return values.keySet();
  }
}
