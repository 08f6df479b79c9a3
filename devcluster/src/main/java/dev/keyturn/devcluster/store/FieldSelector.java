package dev.keyturn.devcluster.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.devcluster.failure.ApiException;
import dev.keyturn.devcluster.json.Json;
import dev.keyturn.devcluster.kind.ResourceKind;
import java.util.ArrayList;
import java.util.List;

/** A field selector: {@code metadata.name=a,type!=b}. */
public record FieldSelector(List<Requirement> requirements) {
  /** One comparison of a field with a text. */
  public record Requirement(String field, boolean negated, String value) {
    boolean matches(ObjectNode object) {
      return Json.text(object, field.split("\\.", -1)).equals(value) != negated;
    }
  }

  /**
   * @throws ApiException 400 when the text is not a selector or the kind cannot select by the field
   */
  public static FieldSelector parse(String text, ResourceKind kind) {
    List<Requirement> requirements = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      if (part.isBlank()) {
        continue;
      }
      boolean negated = part.contains("!=");
      String[] sides = part.split(negated ? "!=" : "==?", 2);
      if (sides.length != 2) {
        throw ApiException.badRequest("invalid field selector");
      }
      String field = sides[0].strip();
      if (!field.equals("metadata.name")
          && !field.equals("metadata.namespace")
          && !kind.selectableFields().contains(field)) {
        throw ApiException.badRequest(
            "\"%s\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\""
                .formatted(field));
      }
      requirements.add(new Requirement(field, negated, sides[1].strip()));
    }
    return new FieldSelector(requirements);
  }

  public boolean matches(ObjectNode object) {
    return requirements.stream().allMatch(requirement -> requirement.matches(object));
  }
}
