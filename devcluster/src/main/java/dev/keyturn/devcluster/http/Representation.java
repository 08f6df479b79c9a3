package dev.keyturn.devcluster.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.devcluster.failure.ApiException;
import dev.keyturn.devcluster.json.Json;
import dev.keyturn.devcluster.kind.ResourceKind;
import dev.keyturn.devcluster.resource.ListPage;
import dev.keyturn.devcluster.table.PartialObjects;
import dev.keyturn.devcluster.table.Tables;
import java.util.List;
import java.util.Locale;

/** The form in which a client wants objects. */
final class Representation {
  private enum Form {
    FULL,
    METADATA,
    TABLE
  }

  private final Tables tables;
  private final ResourceKind kind;
  private final Form form;
  private final Tables.Include include;

  private Representation(Tables tables, ResourceKind kind, Form form, Tables.Include include) {
    this.tables = tables;
    this.kind = kind;
    this.form = form;
    this.include = include;
  }

  /**
   * @throws ApiException 406 when the client takes nothing that is offered
   */
  static Representation of(Tables tables, ResourceKind kind, ApiRequest request) {
    Tables.Include include =
        switch (request.parameter("includeObject")) {
          case "None" -> Tables.Include.NONE;
          case "Object" -> Tables.Include.OBJECT;
          default -> Tables.Include.METADATA;
        };
    return new Representation(tables, kind, negotiate(request.accept()), include);
  }

  private static Form negotiate(String accept) {
    if (accept.isBlank()) {
      return Form.FULL;
    }
    for (String range : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
      String compact = range.replace(" ", "");
      boolean json =
          compact.startsWith("application/json")
              || compact.startsWith("*/*")
              || compact.startsWith("application/*");
      if (json && compact.contains("as=table")) {
        return Form.TABLE;
      }
      if (json && compact.contains("as=partialobjectmetadata")) {
        return Form.METADATA;
      }
      if (json && !compact.contains("as=")) {
        return Form.FULL;
      }
    }
    throw ApiException.notAcceptable();
  }

  ObjectNode one(ObjectNode object) {
    return one(object, true);
  }

  /**
   * @param first false for all but the first event of a watch: only that one has column headers
   */
  ObjectNode one(ObjectNode object, boolean first) {
    return switch (form) {
      case FULL -> object;
      case METADATA -> PartialObjects.of(object);
      case TABLE -> {
        ObjectNode table = tables.render(kind, List.of(object), include, first);
        Json.child(table, "metadata")
            .put("resourceVersion", Json.text(object, "metadata", "resourceVersion"));
        yield table;
      }
    };
  }

  ObjectNode list(ListPage page) {
    ObjectNode list =
        switch (form) {
          case FULL ->
              items(
                  kind.listKind(),
                  kind.apiVersion(),
                  page.items().stream().map(this::listed).toList());
          case METADATA ->
              items(
                  "PartialObjectMetadataList",
                  "meta.k8s.io/v1",
                  page.items().stream().map(PartialObjects::of).toList());
          case TABLE -> tables.render(kind, page.items(), include, true);
        };
    ObjectNode metadata = Json.child(list, "metadata");
    metadata.put("resourceVersion", Long.toString(page.version()));
    if (!page.continueToken().isEmpty() || (form == Form.FULL && kind.custom())) {
      metadata.put("continue", page.continueToken());
    }
    if (page.remaining() > 0) {
      metadata.put("remainingItemCount", page.remaining());
    }
    return list;
  }

  /** Items of built-in lists do not repeat their type. */
  private ObjectNode listed(ObjectNode object) {
    if (kind.custom()) {
      return object;
    }
    ObjectNode item = Json.object();
    item.setAll(object);
    item.remove(List.of("kind", "apiVersion"));
    return item;
  }

  private static ObjectNode items(String listKind, String apiVersion, List<ObjectNode> objects) {
    ObjectNode list = Json.object().put("kind", listKind).put("apiVersion", apiVersion);
    list.putObject("metadata");
    ArrayNode items = list.putArray("items");
    objects.forEach(items::add);
    return list;
  }
}
