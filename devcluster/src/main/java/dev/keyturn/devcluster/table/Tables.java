package dev.keyturn.devcluster.table;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.devcluster.json.Json;
import dev.keyturn.devcluster.kind.ResourceKind;
import java.time.InstantSource;
import java.util.List;

/** Renders objects as {@code Table} (meta.k8s.io/v1). */
public final class Tables {
  private final InstantSource time;

  public Tables(InstantSource time) {
    this.time = time;
  }

  /** What each row carries of its object. */
  public enum Include {
    NONE,
    METADATA,
    OBJECT
  }

  /**
   * @param withHeader false for all but the first event of a watch
   */
  public ObjectNode render(
      ResourceKind kind, List<ObjectNode> objects, Include include, boolean withHeader) {
    ObjectNode table = Json.object().put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
    table.putObject("metadata");
    List<Column> columns = Columns.of(kind);
    table.putNull("columnDefinitions");
    if (withHeader) {
      ArrayNode definitions = table.putArray("columnDefinitions");
      for (Column column : columns) {
        definitions
            .addObject()
            .put("name", column.name())
            .put("type", column.type())
            .put("format", column.format())
            .put("description", column.description())
            .put("priority", column.priority());
      }
    }
    ArrayNode rows = table.putArray("rows");
    for (ObjectNode object : objects) {
      ObjectNode row = rows.addObject();
      ArrayNode cells = row.putArray("cells");
      columns.forEach(column -> cells.add(column.cell().of(object, time.instant())));
      switch (include) {
        case NONE -> {
          // The row is its cells.
        }
        case METADATA -> row.set("object", PartialObjects.of(object));
        case OBJECT -> row.set("object", object);
      }
    }
    return table;
  }
}
