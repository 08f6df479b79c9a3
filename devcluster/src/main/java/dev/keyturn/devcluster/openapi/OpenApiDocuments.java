package dev.keyturn.devcluster.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.devcluster.json.Json;
import dev.keyturn.devcluster.kind.KindCatalog;
import dev.keyturn.devcluster.kind.ResourceKind;
import dev.keyturn.devcluster.schema.ModelSchemas;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.List;
import java.util.Optional;

/** OpenAPI v3 documents, one per group and version: what {@code kubectl explain} reads. */
public final class OpenApiDocuments {
  private static final String GROUP_VERSION_KIND = "x-kubernetes-group-version-kind";

  private final KindCatalog catalog;
  private final ModelSchemas schemas;

  public OpenApiDocuments(KindCatalog catalog, ModelSchemas schemas) {
    this.catalog = catalog;
    this.schemas = schemas;
  }

  /** The list of documents. */
  public ObjectNode index() {
    ObjectNode index = Json.object();
    ObjectNode paths = index.putObject("paths");
    for (ResourceKind kind : catalog.all()) {
      String path = path(kind);
      paths.putObject(path).put("serverRelativeURL", "/openapi/v3/" + path);
    }
    return index;
  }

  private static String path(ResourceKind kind) {
    return kind.group().isEmpty()
        ? "api/" + kind.version()
        : "apis/" + kind.group() + "/" + kind.version();
  }

  /**
   * @param path for example {@code apis/apps/v1}
   * @return empty when that version is not served
   */
  public Optional<ObjectNode> document(String path) {
    List<ResourceKind> kinds =
        catalog.all().stream().filter(kind -> path(kind).equals(path)).toList();
    if (kinds.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode document = Json.object().put("openapi", "3.0.0");
    document.putObject("info").put("title", "Kubernetes").put("version", "v1.36");
    ObjectNode paths = document.putObject("paths");
    ObjectNode components = document.putObject("components").putObject("schemas");
    schemas.closure(ObjectMeta.class).forEach(components::set);
    for (ResourceKind kind : kinds) {
      components.set(schemaName(kind), schema(kind, components));
      paths(paths, kind);
    }
    return Optional.of(document);
  }

  private static String schemaName(ResourceKind kind) {
    return kind.group() + "." + kind.version() + "." + kind.kind();
  }

  private JsonNode schema(ResourceKind kind, ObjectNode components) {
    ObjectNode schema = ((ObjectNode) kind.schema().json()).deepCopy();
    schema.putArray(GROUP_VERSION_KIND).add(groupVersionKind(kind));
    addReferenced(schema, components);
    return schema;
  }

  private void addReferenced(JsonNode schema, ObjectNode components) {
    for (JsonNode reference : schema.findValues("$ref")) {
      String name = reference.asText().substring(reference.asText().lastIndexOf('/') + 1);
      if (!components.has(name)) {
        JsonNode named = schemas.named(name);
        components.set(name, named);
        addReferenced(named, components);
      }
    }
  }

  private static ObjectNode groupVersionKind(ResourceKind kind) {
    return Json.object()
        .put("group", kind.group())
        .put("kind", kind.kind())
        .put("version", kind.version());
  }

  private static void paths(ObjectNode paths, ResourceKind kind) {
    String root = "/" + path(kind) + "/";
    String scope = kind.namespaced() ? root + "namespaces/{namespace}/" : root;
    ObjectNode collection = paths.putObject(scope + kind.plural());
    operation(collection, "get", "list", kind);
    operation(collection, "post", "post", kind);
    ObjectNode item = paths.putObject(scope + kind.plural() + "/{name}");
    for (String method : List.of("get", "put", "patch", "delete")) {
      operation(item, method, method, kind);
    }
    if (kind.namespaced()) {
      operation(paths.putObject(root + kind.plural()), "get", "list", kind);
    }
  }

  private static void operation(ObjectNode path, String method, String action, ResourceKind kind) {
    ObjectNode operation = path.putObject(method);
    operation.put("x-kubernetes-action", action);
    operation.set(GROUP_VERSION_KIND, groupVersionKind(kind));
    ArrayNode parameters = operation.putArray("parameters");
    if (!method.equals("get")) {
      for (String name : List.of("dryRun", "fieldManager", "fieldValidation", "force")) {
        ObjectNode parameter = parameters.addObject().put("name", name).put("in", "query");
        parameter.putObject("schema").put("type", name.equals("force") ? "boolean" : "string");
      }
    }
    operation.putObject("responses").putObject("200").put("description", "OK");
  }
}
