package dev.keyturn.e2e.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** One place where two servers answered differently; a missing node means absent. */
record Difference(String script, String step, String field, JsonNode real, JsonNode embedded) {

  /** Compares normalised answers of one script step by step. */
  static List<Difference> between(
      String script, List<Transcript.Entry> real, List<Transcript.Entry> embedded) {
    List<Difference> found = new ArrayList<>();
    for (int i = 0; i < real.size(); i++) {
      new Comparison(script, real.get(i).step(), found)
          .compare("", real.get(i).answer(), embedded.get(i).answer());
    }
    return found;
  }

  private record Comparison(String script, String step, List<Difference> found) {

    void compare(String field, JsonNode real, JsonNode embedded) {
      if (real.isObject() && embedded.isObject()) {
        TreeSet<String> names = new TreeSet<>();
        real.fieldNames().forEachRemaining(names::add);
        embedded.fieldNames().forEachRemaining(names::add);
        names.forEach(name ->
            compare(
                field + "/" + name.replace("~", "~0").replace("/", "~1"),
                real.path(name),
                embedded.path(name)));
      } else if (real.isArray() && embedded.isArray()) {
        for (int i = 0; i < Math.max(real.size(), embedded.size()); i++) {
          compare(field + "/" + i, real.path(i), embedded.path(i));
        }
      } else if (!real.equals(embedded)) {
        found.add(new Difference(script, step, field, real, embedded));
      }
    }
  }

  @Override
  public String toString() {
    return "%s, step '%s', %s: real %s, embedded %s"
        .formatted(script, step, field, shown(real), shown(embedded));
  }

  private static String shown(JsonNode node) {
    String text = node.isMissingNode() ? "(absent)" : node.toString();
    return text.length() > 300 ? text.substring(0, 300) + "..." : text;
  }
}
