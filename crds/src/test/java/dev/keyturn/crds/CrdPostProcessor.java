package dev.keyturn.crds;

import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.SelectableField;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Adds what no annotation of the generator can say: descriptions of a kind, the order of its
 * columns, the fields of a field selector, conditions as a list-map, {@code spec} as required, and
 * where a reference may name a namespace.
 */
final class CrdPostProcessor implements CRDPostProcessor {

  @Override
  public HasMetadata process(HasMetadata generated, String crdVersion) {
    CustomResourceDefinition crd = (CustomResourceDefinition) generated;
    KindFacts facts = KindFacts.of(crd.getSpec().getNames().getKind());
    for (CustomResourceDefinitionVersion version : crd.getSpec().getVersions()) {
      JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
      describe(root, facts);
      conditionsAreAListMap(root);
      if (namesNamespaces(crd)) {
        visit(root, CrdPostProcessor::requireNamespace);
      } else {
        visit(root, CrdPostProcessor::removeNamespace);
      }
      version.setAdditionalPrinterColumns(
          facts.columns().stream().map(CrdPostProcessor::column).toList());
      version.setSelectableFields(
          facts.selectableFields().stream().map(SelectableField::new).toList());
    }
    return crd;
  }

  /** What a ClusterSecretSync holds is the spec of a namespaced object. */
  private static boolean namesNamespaces(CustomResourceDefinition crd) {
    return crd.getSpec().getScope().equals("Cluster")
        && !crd.getSpec().getNames().getKind().equals("ClusterSecretSync");
  }

  private static void describe(JSONSchemaProps root, KindFacts facts) {
    root.setDescription(facts.description());
    root.setRequired(List.of("spec"));
    property(root, "spec").setDescription("What is wanted; written by people.");
    property(root, "status").setDescription("What is; written by the operator only.");
  }

  private static void conditionsAreAListMap(JSONSchemaProps root) {
    JSONSchemaProps conditions = property(property(root, "status"), "conditions");
    conditions.setXKubernetesListType("map");
    conditions.setXKubernetesListMapKeys(List.of("type"));
  }

  /** A cluster-scoped object has no namespace of its own: a reference to a key must name one. */
  private static void requireNamespace(JSONSchemaProps schema) {
    if (isReference(schema) && schema.getProperties().containsKey("key")) {
      List<String> required = new ArrayList<>(schema.getRequired());
      required.add("namespace");
      required.sort(null);
      schema.setRequired(required);
    }
  }

  /** A namespaced object reaches its own namespace only. */
  private static void removeNamespace(JSONSchemaProps schema) {
    if (isReference(schema)) {
      schema.getProperties().remove("namespace");
    }
  }

  /** References to cluster objects are the only schemas with both properties. */
  private static boolean isReference(JSONSchemaProps schema) {
    Map<String, JSONSchemaProps> properties = schema.getProperties();
    return properties != null
        && properties.containsKey("name")
        && properties.containsKey("namespace");
  }

  private static void visit(JSONSchemaProps schema, SchemaEdit edit) {
    edit.apply(schema);
    if (schema.getProperties() != null) {
      schema.getProperties().values().forEach(child -> visit(child, edit));
    }
    if (schema.getItems() != null && schema.getItems().getSchema() != null) {
      visit(schema.getItems().getSchema(), edit);
    }
  }

  private static JSONSchemaProps property(JSONSchemaProps schema, String name) {
    JSONSchemaProps property = schema.getProperties().get(name);
    if (property == null) {
      throw new IllegalStateException("no property " + name);
    }
    return property;
  }

  private static CustomResourceColumnDefinition column(KindFacts.Column column) {
    CustomResourceColumnDefinition definition = new CustomResourceColumnDefinition();
    definition.setName(column.name());
    definition.setType(column.type());
    definition.setJsonPath(column.jsonPath());
    definition.setDescription(column.description());
    definition.setPriority(column.wide() ? 1 : null);
    return definition;
  }

  @FunctionalInterface
  private interface SchemaEdit {
    void apply(JSONSchemaProps schema);
  }
}
