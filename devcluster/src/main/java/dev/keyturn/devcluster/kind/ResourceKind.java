package dev.keyturn.devcluster.kind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.devcluster.json.Json;
import dev.keyturn.devcluster.schema.Schema;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One served version of a resource type.
 *
 * @param storage where its objects are kept, shared by all versions
 * @param rules which built-in behaviour applies
 * @param schema what an object may contain
 * @param document the schema as OpenAPI shows it
 * @param columns Table columns after the name; empty means the age alone
 * @param selectableFields fields a field selector may name beside name and namespace
 * @param fromStorage turns a stored object into this version
 * @param toStorage turns an object of this version into the stored form
 */
public record ResourceKind(
    String group,
    String version,
    String kind,
    String plural,
    String singular,
    List<String> shortNames,
    List<String> categories,
    boolean namespaced,
    boolean hasStatus,
    GroupResource storage,
    Rules rules,
    Schema schema,
    JsonNode document,
    List<PrinterColumn> columns,
    List<String> selectableFields,
    UnaryOperator<ObjectNode> fromStorage,
    UnaryOperator<ObjectNode> toStorage) {

  /** Which built-in behaviour a kind has beside storage. */
  public enum Rules {
    NAMESPACE,
    SECRET,
    CONFIG_MAP,
    EVENT,
    LEASE,
    CUSTOM_RESOURCE_DEFINITION,
    OTHER_BUILT_IN,
    CUSTOM
  }

  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  public GroupResource resource() {
    return new GroupResource(group, plural);
  }

  public String listKind() {
    return kind + "List";
  }

  public boolean custom() {
    return rules == Rules.CUSTOM;
  }

  /** Secrets, ConfigMaps and some others have no generation. */
  public boolean hasGeneration() {
    return switch (rules) {
      case CUSTOM, CUSTOM_RESOURCE_DEFINITION -> true;
      case OTHER_BUILT_IN -> hasStatus && !kind.equals("Pod");
      case NAMESPACE, SECRET, CONFIG_MAP, EVENT, LEASE -> false;
    };
  }

  /** PUT on an absent object creates it. */
  public boolean createsOnUpdate() {
    return rules == Rules.LEASE || rules == Rules.EVENT;
  }

  /** PUT without a resourceVersion is refused. */
  public boolean needsVersionOnUpdate() {
    return switch (rules) {
      case CUSTOM, CUSTOM_RESOURCE_DEFINITION, LEASE -> true;
      case NAMESPACE, SECRET, CONFIG_MAP, EVENT, OTHER_BUILT_IN -> false;
    };
  }

  /** The stored object as this version shows it; the same tree when nothing differs. */
  public ObjectNode view(ObjectNode stored) {
    ObjectNode converted = fromStorage.apply(stored);
    if (Json.text(converted, "apiVersion").equals(apiVersion())) {
      return converted;
    }
    ObjectNode copy = Json.object();
    copy.setAll(converted);
    return copy.put("apiVersion", apiVersion());
  }

  /** An object of this version as it will be read again: with the empty fields that are shown. */
  public ObjectNode canonical(ObjectNode object) {
    return view(toStorage.apply(object));
  }
}
