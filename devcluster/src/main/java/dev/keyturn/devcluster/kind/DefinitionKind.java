package dev.keyturn.devcluster.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.devcluster.json.Json;
import dev.keyturn.devcluster.kind.ResourceKind.Rules;
import dev.keyturn.devcluster.schema.ModelSchemas;
import dev.keyturn.devcluster.schema.Schema;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.List;
import java.util.function.UnaryOperator;

/** The kind CustomResourceDefinition. */
final class DefinitionKind {
  private DefinitionKind() {}

  /** The schema of a definition is open: its own schemas are schemas of schemas. */
  static ResourceKind of(ModelSchemas schemas) {
    ObjectNode document = Json.object().put("type", "object");
    ObjectNode properties = document.putObject("properties");
    properties.set("apiVersion", Json.object().put("type", "string"));
    properties.set("kind", Json.object().put("type", "string"));
    properties.set("metadata", ModelSchemas.reference(ObjectMeta.class));
    ObjectNode spec = open(properties.putObject("spec"));
    ObjectNode versions = spec.putObject("properties").putObject("versions").put("type", "array");
    open(versions.putObject("items"));
    versions.put("x-kubernetes-list-type", "map");
    versions.set("x-kubernetes-list-map-keys", Json.strings(List.of("name")));
    open(properties.putObject("status"));
    Schema schema = schemas.parse(document);
    return new ResourceKind(
        "apiextensions.k8s.io",
        "v1",
        "CustomResourceDefinition",
        "customresourcedefinitions",
        "customresourcedefinition",
        List.of("crd", "crds"),
        List.of("api-extensions"),
        false,
        true,
        new GroupResource("apiextensions.k8s.io", "customresourcedefinitions"),
        Rules.CUSTOM_RESOURCE_DEFINITION,
        schema,
        document,
        List.of(),
        List.of(),
        UnaryOperator.identity(),
        UnaryOperator.identity());
  }

  private static ObjectNode open(ObjectNode schema) {
    return schema.put("type", "object").put("x-kubernetes-preserve-unknown-fields", true);
  }
}
