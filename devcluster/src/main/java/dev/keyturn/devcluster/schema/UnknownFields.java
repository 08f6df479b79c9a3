package dev.keyturn.devcluster.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Removes fields that a schema does not know ("pruning") and says which they were. */
public final class UnknownFields {
  private final List<String> removed = new ArrayList<>();

  private UnknownFields() {}

  /** Prunes the tree in place; returns the paths of what was removed. */
  public static List<String> prune(ObjectNode object, Schema schema) {
    UnknownFields walk = new UnknownFields();
    walk.node(object, schema, "");
    return walk.removed;
  }

  private void node(JsonNode node, @Nullable Schema schema, String path) {
    if (schema == null) {
      return;
    }
    if (node instanceof ObjectNode object) {
      fields(object, schema, path);
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        node(array.get(i), schema.items(), FieldNames.index(path, i));
      }
    }
  }

  private void fields(ObjectNode object, Schema schema, String path) {
    boolean keepsUnknown = schema.preservesUnknown() || schema.allowsAnyEntry();
    Iterator<Map.Entry<String, JsonNode>> fields = object.properties().iterator();
    while (fields.hasNext()) {
      Map.Entry<String, JsonNode> field = fields.next();
      Schema child = schema.property(field.getKey());
      String childPath = FieldNames.field(path, field.getKey());
      if (child != null) {
        node(field.getValue(), child, childPath);
      } else if (!keepsUnknown && !isTypeOfEmbedded(schema, field.getKey())) {
        removed.add(childPath);
        fields.remove();
      }
    }
  }

  private static boolean isTypeOfEmbedded(Schema schema, String field) {
    return schema.embeddedResource()
        && (field.equals("apiVersion") || field.equals("kind") || field.equals("metadata"));
  }
}
