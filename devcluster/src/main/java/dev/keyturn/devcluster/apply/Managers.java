package dev.keyturn.devcluster.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.devcluster.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The managers of one object and what each owns. Mutable: lives for one request. */
final class Managers {
  /** What a manager owns and since when, as an RFC 3339 text. */
  record Ownership(FieldSet fields, String time) {}

  private final Map<Manager, Ownership> owners = new LinkedHashMap<>();

  static Managers of(ObjectNode object) {
    Managers managers = new Managers();
    for (JsonNode entry : Json.elements(object, "metadata", "managedFields")) {
      Manager manager =
          new Manager(
              Json.text(entry, "manager"),
              Manager.Operation.of(Json.text(entry, "operation")),
              Json.text(entry, "apiVersion"),
              Json.text(entry, "subresource"));
      FieldSet fields = FieldSet.fromJson(entry.get("fieldsV1"));
      if (!fields.isEmpty()) {
        managers.owners.put(manager, new Ownership(fields, Json.text(entry, "time")));
      }
    }
    return managers;
  }

  boolean isEmpty() {
    return owners.isEmpty();
  }

  FieldSet fields(Manager manager) {
    Ownership ownership = owners.get(manager);
    return ownership == null ? FieldSet.EMPTY : ownership.fields;
  }

  Ownership ownership(Manager manager) {
    return owners.getOrDefault(manager, new Ownership(FieldSet.EMPTY, ""));
  }

  List<Manager> others(Manager manager) {
    List<Manager> others = new ArrayList<>(owners.keySet());
    others.remove(manager);
    return others;
  }

  FieldSet fieldsOfOthers(Manager manager) {
    FieldSet union = FieldSet.EMPTY;
    for (Manager other : others(manager)) {
      union = union.union(fields(other));
    }
    return union;
  }

  void set(Manager manager, FieldSet fields, String time) {
    if (fields.isEmpty()) {
      owners.remove(manager);
    } else {
      owners.put(manager, new Ownership(fields, time));
    }
  }

  void take(Manager manager, FieldSet fields) {
    Ownership before = ownership(manager);
    set(manager, before.fields.minus(fields), before.time);
  }

  void writeTo(ObjectNode object) {
    ObjectNode metadata = Json.child(object, "metadata");
    metadata.remove("managedFields");
    if (owners.isEmpty()) {
      return;
    }
    ArrayNode entries = metadata.putArray("managedFields");
    List<Manager> sorted = new ArrayList<>(owners.keySet());
    sorted.sort(Manager.ORDER);
    for (Manager manager : sorted) {
      Ownership ownership = ownership(manager);
      ObjectNode entry = entries.addObject();
      entry.put("manager", manager.name()).put("operation", manager.operation().text());
      entry.put("apiVersion", manager.apiVersion());
      if (!ownership.time.isEmpty()) {
        entry.put("time", ownership.time);
      }
      entry.put("fieldsType", "FieldsV1").set("fieldsV1", ownership.fields.toJson());
      if (!manager.subresource().isEmpty()) {
        entry.put("subresource", manager.subresource());
      }
    }
  }
}
