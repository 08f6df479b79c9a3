package dev.keyturn.devcluster.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.devcluster.failure.Cause;
import dev.keyturn.devcluster.json.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Labels, annotations, owner references and finalizers of every kind. */
final class MetadataRules {
  private static final int ANNOTATION_LIMIT = 262_144;
  private static final Set<String> STANDARD_FINALIZERS =
      Set.of("orphan", "foregroundDeletion", ResourceKindFinalizers.DEFINITION);

  private MetadataRules() {}

  static List<Cause> check(@Nullable ObjectNode live, ObjectNode object) {
    List<Cause> causes = new ArrayList<>();
    labels(object, causes);
    annotations(object, causes);
    owners(object, causes);
    finalizers(live, object, causes);
    return causes;
  }

  private static void labels(ObjectNode object, List<Cause> causes) {
    for (Map.Entry<String, JsonNode> label :
        Json.objectAt(object, "metadata", "labels").properties()) {
      if (!ObjectNames.isQualifiedName(label.getKey())) {
        causes.add(
            Cause.invalid(
                "metadata.labels",
                "\"%s\": name part must consist of alphanumeric characters, '-', '_' or '.'"
                    .formatted(label.getKey())));
      }
      String value = label.getValue().asText();
      if (!ObjectNames.isLabelValue(value)) {
        causes.add(
            Cause.invalid(
                "metadata.labels",
                "\"%s\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"
                    .formatted(value)));
      }
    }
  }

  private static void annotations(ObjectNode object, List<Cause> causes) {
    int size = 0;
    for (Map.Entry<String, JsonNode> annotation :
        Json.objectAt(object, "metadata", "annotations").properties()) {
      if (!ObjectNames.isQualifiedName(annotation.getKey().toLowerCase(Locale.ROOT))) {
        causes.add(
            Cause.invalid(
                "metadata.annotations",
                "\"%s\": name part must consist of alphanumeric characters, '-', '_' or '.'"
                    .formatted(annotation.getKey())));
      }
      size += annotation.getKey().length() + annotation.getValue().asText().length();
    }
    if (size > ANNOTATION_LIMIT) {
      causes.add(
          Cause.tooLong(
              "metadata.annotations", "may not be more than %d bytes".formatted(ANNOTATION_LIMIT)));
    }
  }

  private static void owners(ObjectNode object, List<Cause> causes) {
    int controllers = 0;
    for (JsonNode owner : Json.elements(object, "metadata", "ownerReferences")) {
      for (String field : List.of("apiVersion", "kind", "name", "uid")) {
        if (Json.text(owner, field).isEmpty()) {
          causes.add(
              Cause.invalid(
                  "metadata.ownerReferences." + field,
                  field.equals("apiVersion")
                      ? "\"\": version must not be empty"
                      : "\"\": must not be empty"));
        }
      }
      if (owner.path("controller").asBoolean(false)) {
        controllers++;
      }
    }
    if (controllers > 1) {
      causes.add(
          Cause.invalid(
              "metadata.ownerReferences", "Only one reference can have Controller set to true"));
    }
  }

  private static void finalizers(@Nullable ObjectNode live, ObjectNode object, List<Cause> causes) {
    Set<String> before = new HashSet<>();
    if (live != null) {
      Json.elements(live, "metadata", "finalizers").forEach(name -> before.add(name.asText()));
    }
    boolean deleting = Json.at(object, "metadata", "deletionTimestamp") != null;
    int index = 0;
    for (JsonNode finalizer : Json.elements(object, "metadata", "finalizers")) {
      String name = finalizer.asText();
      boolean standard = STANDARD_FINALIZERS.contains(name);
      if (!standard && (!name.contains("/") || !ObjectNames.isQualifiedName(name))) {
        causes.add(
            Cause.invalid(
                "metadata.finalizers[%d]".formatted(index),
                "\"%s\": name is neither a standard finalizer name nor is it fully qualified"
                    .formatted(name)));
      } else if (deleting && !standard && !before.contains(name)) {
        causes.add(
            Cause.forbidden(
                "metadata.finalizers",
                "no new finalizers can be added if the object is being deleted, found new finalizers []string{\"%s\"}"
                    .formatted(name)));
      }
      index++;
    }
  }
}
