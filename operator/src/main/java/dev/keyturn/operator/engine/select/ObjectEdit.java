package dev.keyturn.operator.engine.select;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Sets top-level members of a JSON object to text; its other members stay as they are spelled. */
public final class ObjectEdit {

  private ObjectEdit() {}

  /**
   * A new object of text members alone.
   *
   * @return owned by the caller, who wipes it; empty where a value is no UTF-8
   */
  public static Optional<byte[]> object(SortedMap<String, byte[]> values) {
    return edited(List.of(), values);
  }

  /**
   * The object with these members set.
   *
   * @return owned by the caller, who wipes it; empty where the payload is no object or a value is
   *     no UTF-8
   */
  public static Optional<byte[]> set(SecretTree tree, SortedMap<String, byte[]> values) {
    return tree.root() instanceof SecretTree.Root.Json(JsonNode root)
            && root instanceof JsonNode.Members object
        ? edited(object.members(), values)
        : Optional.empty();
  }

  private static Optional<byte[]> edited(
      List<JsonNode.Member> before, SortedMap<String, byte[]> values) {
    if (!values.values().stream().allMatch(Utf8::isValid)) {
      return Optional.empty();
    }
    Map<String, byte[]> spelled = new HashMap<>();
    values.forEach((name, value) -> spelled.put(name, JsonText.encode(value)));
    List<JsonNode.Member> members = new ArrayList<>();
    for (JsonNode.Member member : before) {
      byte[] replacing = spelled.get(member.name());
      members.add(
          replacing == null
              ? member
              : new JsonNode.Member(member.name(), member.spelling(), text(replacing)));
    }
    for (String name : values.keySet()) {
      if (before.stream().noneMatch(member -> member.name().equals(name))) {
        members.add(
            new JsonNode.Member(
                name,
                Slice.of(JsonText.encode(name.getBytes(StandardCharsets.UTF_8))),
                text(spelled.getOrDefault(name, new byte[0]))));
      }
    }
    byte[] edited = JsonWriter.compact(new JsonNode.Members(members, Map.of()));
    spelled.values().forEach(copy -> Arrays.fill(copy, (byte) 0));
    return Optional.of(edited);
  }

  private static JsonNode text(byte[] spelling) {
    return new JsonNode.Text(Slice.of(spelling));
  }
}
