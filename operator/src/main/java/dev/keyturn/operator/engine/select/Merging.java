package dev.keyturn.operator.engine.select;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The members of several JSON objects as one. Not thread-safe; closing wipes what it parsed. */
public final class Merging implements AutoCloseable {
  private final Map<String, JsonNode.Member> members = new LinkedHashMap<>();
  private final List<SecretTree> trees = new ArrayList<>();
  private Optional<String> conflict = Optional.empty();

  /** Adds the members of one value, over those of the same name; false where it is no object. */
  public boolean add(byte[] value) {
    SecretTree tree = SecretTree.parse(value);
    trees.add(tree);
    if (!(tree.root() instanceof SecretTree.Root.Json(JsonNode.Members object))) {
      return false;
    }
    for (JsonNode.Member member : object.members()) {
      if (members.put(member.name(), member) != null && conflict.isEmpty()) {
        conflict = Optional.of(member.name());
      }
    }
    return true;
  }

  /** The first name that two values have. */
  public Optional<String> conflict() {
    return conflict;
  }

  /** Each member as a value of its own, without those that are null; owned by the caller. */
  public Map<String, byte[]> values() {
    Map<String, byte[]> values = new LinkedHashMap<>();
    members.forEach((name, member) ->
        Lookup.render(member.value()).ifPresent(value -> values.put(name, value)));
    return values;
  }

  /** All members as one object in compact JSON; owned by the caller. */
  public byte[] object() {
    Map<String, JsonNode> byName = new LinkedHashMap<>();
    members.forEach((name, member) -> byName.put(name, member.value()));
    return JsonWriter.compact(new JsonNode.Members(List.copyOf(members.values()), byName));
  }

  @Override
  public void close() {
    trees.forEach(SecretTree::close);
  }
}
