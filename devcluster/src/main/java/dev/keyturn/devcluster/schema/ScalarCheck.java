package dev.keyturn.devcluster.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import dev.keyturn.devcluster.failure.Cause;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;

/** Bounds, patterns and formats of strings and numbers. */
final class ScalarCheck {
  private ScalarCheck() {}

  static void text(String value, Schema schema, String path, List<Cause> causes) {
    int length = value.codePointCount(0, value.length());
    long maximum = schema.json().path("maxLength").asLong(Long.MAX_VALUE);
    if (length > maximum) {
      causes.add(Cause.tooLong(path, "may not be more than %d bytes".formatted(maximum)));
    }
    long minimum = schema.json().path("minLength").asLong(0);
    if (length < minimum) {
      causes.add(
          Cause.invalid(
              path,
              "\"%s\": %s in body should be at least %d chars long"
                  .formatted(value, path, minimum)));
    }
    Pattern pattern = schema.pattern();
    if (pattern != null && !pattern.matcher(value).find()) {
      causes.add(
          Cause.invalid(
              path,
              "\"%s\": %s in body should match '%s'".formatted(value, path, pattern.pattern())));
    }
    if (schema.json().path("format").asText("").equals("date-time") && !isDateTime(value)) {
      causes.add(
          Cause.wrongType(
              path,
              "\"%s\": %s in body must be of type date-time: \"%s\""
                  .formatted(value, path, value)));
    }
  }

  static void number(JsonNode value, Schema schema, String path, List<Cause> causes) {
    BigDecimal number = value.decimalValue();
    JsonNode minimum = schema.json().get("minimum");
    if (minimum != null) {
      boolean exclusive = schema.json().path("exclusiveMinimum").asBoolean(false);
      int order = number.compareTo(minimum.decimalValue());
      if (order < 0 || (exclusive && order == 0)) {
        causes.add(
            bound(path, value, exclusive ? "greater than" : "greater than or equal to", minimum));
      }
    }
    JsonNode maximum = schema.json().get("maximum");
    if (maximum != null) {
      boolean exclusive = schema.json().path("exclusiveMaximum").asBoolean(false);
      int order = number.compareTo(maximum.decimalValue());
      if (order > 0 || (exclusive && order == 0)) {
        causes.add(bound(path, value, exclusive ? "less than" : "less than or equal to", maximum));
      }
    }
  }

  private static Cause bound(String path, JsonNode value, String relation, JsonNode bound) {
    return Cause.invalid(
        path,
        "%s: %s in body should be %s %s".formatted(value.asText(), path, relation, bound.asText()));
  }

  private static boolean isDateTime(String value) {
    try {
      OffsetDateTime.parse(value);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
