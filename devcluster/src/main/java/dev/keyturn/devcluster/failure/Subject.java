package dev.keyturn.devcluster.failure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.devcluster.json.Json;

/** What a refusal is about: the plural of a resource, its group and the object's name. */
public record Subject(String group, String plural, String name) {
  String quoted() {
    String resource = group.isEmpty() ? plural : plural + "." + group;
    return "%s \"%s\"".formatted(resource, name);
  }

  ObjectNode details() {
    ObjectNode details = Json.object().put("name", name);
    if (!group.isEmpty()) {
      details.put("group", group);
    }
    return details.put("kind", plural);
  }
}
