package dev.keyturn.devcluster.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.keyturn.devcluster.json.Json;
import dev.keyturn.devcluster.kind.PrinterColumn;
import dev.keyturn.devcluster.kind.ResourceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The columns of each kind (k8s.io/kubernetes/pkg/printers/internalversion). */
final class Columns {
  private static final Column NAME =
      new Column(
          "Name",
          "string",
          "name",
          "Name must be unique within a namespace.",
          0,
          (object, now) -> text(Json.text(object, "metadata", "name")));
  private static final Column AGE =
      new Column(
          "Age",
          "string",
          "",
          "CreationTimestamp is a timestamp representing the server time when this object was created.",
          0,
          (object, now) ->
              text(HumanDuration.since(Json.text(object, "metadata", "creationTimestamp"), now)));

  private Columns() {}

  static List<Column> of(ResourceKind kind) {
    return switch (kind.rules()) {
      case NAMESPACE -> List.of(NAME, field("Status", "status", "phase"), AGE);
      case SECRET -> List.of(NAME, field("Type", "type"), count("Data", o -> size(o, "data")), AGE);
      case CONFIG_MAP ->
          List.of(NAME, count("Data", o -> size(o, "data") + size(o, "binaryData")), AGE);
      case EVENT -> events();
      case LEASE -> List.of(NAME, field("Holder", "spec", "holderIdentity"), AGE);
      case CUSTOM_RESOURCE_DEFINITION ->
          List.of(NAME, field("Created At", "metadata", "creationTimestamp"));
      case OTHER_BUILT_IN -> other(kind);
      case CUSTOM -> custom(kind);
    };
  }

  private static List<Column> custom(ResourceKind kind) {
    List<Column> columns = new ArrayList<>();
    columns.add(NAME);
    for (PrinterColumn column : kind.columns()) {
      columns.add(printer(column));
    }
    if (kind.columns().isEmpty()) {
      columns.add(AGE);
    }
    return columns;
  }

  private static Column printer(PrinterColumn column) {
    return new Column(
        column.name(),
        column.type(),
        column.format(),
        column.description().isEmpty()
            ? "Custom resource definition column (in JSONPath format): " + column.path()
            : column.description(),
        column.priority(),
        (object, now) -> {
          List<JsonNode> found = JsonPath.find(object, column.path());
          if (found.isEmpty()) {
            return NullNode.getInstance();
          }
          if (column.type().equals("date")) {
            return text(HumanDuration.since(found.getFirst().asText(), now));
          }
          JsonNode first = found.getFirst();
          if (found.size() == 1 && (first.isNumber() || first.isBoolean())) {
            return column.type().equals("string") ? text(first.asText()) : first;
          }
          return text(
              found.stream()
                  .map(node -> node.isContainerNode() ? Json.text(node) : node.asText())
                  .collect(Collectors.joining(",")));
        });
  }

  private static List<Column> other(ResourceKind kind) {
    return switch (kind.plural()) {
      case "serviceaccounts" -> List.of(NAME, count("Secrets", o -> size(o, "secrets")), AGE);
      case "pods" ->
          List.of(
              NAME,
              ready("containerStatuses"),
              field("Status", "status", "phase"),
              restarts(),
              AGE);
      case "deployments" ->
          List.of(
              NAME,
              replicas("readyReplicas"),
              number("Up-to-date", "status", "updatedReplicas"),
              number("Available", "status", "availableReplicas"),
              AGE);
      case "statefulsets" -> List.of(NAME, replicas("readyReplicas"), AGE);
      case "rolebindings", "clusterrolebindings" ->
          List.of(
              NAME,
              new Column(
                  "Role",
                  "string",
                  "",
                  "The referenced role",
                  0,
                  (o, now) ->
                      text(
                          Json.text(o, "roleRef", "kind") + "/" + Json.text(o, "roleRef", "name"))),
              AGE);
      case "roles", "clusterroles" ->
          List.of(NAME, field("Created At", "metadata", "creationTimestamp"));
      default -> List.of(NAME, AGE);
    };
  }

  private static List<Column> events() {
    return List.of(
        new Column(
            "Last Seen",
            "string",
            "",
            "Time when this event was last observed",
            0,
            Columns::lastSeen),
        field("Type", "type"),
        field("Reason", "reason"),
        new Column(
            "Object",
            "string",
            "",
            "The object this event is about",
            0,
            (event, now) -> {
              JsonNode about = about(event);
              return text(
                  Json.text(about, "kind").toLowerCase(java.util.Locale.ROOT)
                      + "/"
                      + Json.text(about, "name"));
            }),
        new Column(
            "Message",
            "string",
            "",
            "What happened",
            0,
            (event, now) ->
                text((Json.text(event, "message") + Json.text(event, "note")).strip())));
  }

  private static JsonNode about(ObjectNode event) {
    return event.has("involvedObject") ? event.get("involvedObject") : event.path("regarding");
  }

  private static JsonNode lastSeen(ObjectNode event, java.time.Instant now) {
    for (String[] path :
        List.of(
            new String[] {"series", "lastObservedTime"},
            new String[] {"lastTimestamp"},
            new String[] {"deprecatedLastTimestamp"},
            new String[] {"eventTime"},
            new String[] {"metadata", "creationTimestamp"})) {
      String timestamp = Json.text(event, path);
      if (!timestamp.isEmpty()) {
        return text(HumanDuration.since(timestamp, now));
      }
    }
    return text("<unknown>");
  }

  private static Column field(String name, String... path) {
    return new Column(name, "string", "", name, 0, (object, now) -> text(Json.text(object, path)));
  }

  private static Column number(String name, String... path) {
    return count(
        name,
        object -> {
          JsonNode value = Json.at(object, path);
          return value == null ? 0 : value.asInt();
        });
  }

  private static Column count(String name, Function<ObjectNode, Integer> counter) {
    return new Column(
        name, "string", "", name, 0, (object, now) -> IntNode.valueOf(counter.apply(object)));
  }

  private static Column replicas(String field) {
    return new Column(
        "Ready",
        "string",
        "",
        "Number of ready replicas of the wanted ones",
        0,
        (object, now) ->
            text(
                object.path("status").path(field).asInt(0)
                    + "/"
                    + object.path("spec").path("replicas").asInt(1)));
  }

  private static Column ready(String field) {
    return new Column(
        "Ready",
        "string",
        "",
        "Number of ready containers of all",
        0,
        (object, now) -> {
          long ready =
              Json.elements(object, "status", field).stream()
                  .filter(status -> status.path("ready").asBoolean(false))
                  .count();
          return text(ready + "/" + Json.elements(object, "spec", "containers").size());
        });
  }

  private static Column restarts() {
    return count(
        "Restarts",
        object ->
            Json.elements(object, "status", "containerStatuses").stream()
                .mapToInt(status -> status.path("restartCount").asInt(0))
                .sum());
  }

  private static int size(ObjectNode object, String field) {
    return object.path(field).size();
  }

  private static JsonNode text(String text) {
    return TextNode.valueOf(text);
  }
}
