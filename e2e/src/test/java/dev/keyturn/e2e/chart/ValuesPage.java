package dev.keyturn.e2e.chart;

import com.fasterxml.jackson.databind.JsonNode;

/** The page docs/reference/chart-values.md, made from the chart's schema and its values.yaml. */
final class ValuesPage {
  private ValuesPage() {}

  static String markdown() {
    StringBuilder page =
        new StringBuilder(
            """
            # Values of the chart keyturn

            Made from `helm/keyturn/values.schema.json` and `values.yaml`; do not edit. The schema refuses
            every value that is not listed here. No value takes a secret.

            | Value | Type | Default | Meaning |
            |---|---|---|---|
            """);
    JsonNode defaults = ChartValue.defaults();
    for (ChartValue value : ChartValue.all()) {
      page.append(
          "| `%s` | %s | %s | %s |%n"
              .formatted(
                  value.path(), value.type(), defaultOf(value, defaults), value.description()));
    }
    return page.toString();
  }

  private static String defaultOf(ChartValue value, JsonNode defaults) {
    JsonNode given = defaults.at("/" + value.path().replace('.', '/'));
    return value.insideList() || given.isMissingNode() ? "" : "`" + given + "`";
  }
}
