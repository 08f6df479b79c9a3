package dev.keyturn.cli.lint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyturn.cli.manifest.ManifestDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What selects more, or decodes more, than its author may have thought of. */
final class SelectionRules {
  private SelectionRules() {}

  static void check(ManifestDocument document, Findings findings) {
    Optional<String> at = SyncSpecs.pointer(document);
    if (at.isEmpty()) {
      return;
    }
    JsonNode spec = document.content().at(at.get());
    for (int i = 0; i < spec.path("dataFrom").size(); i++) {
      String entry = at.get() + "/dataFrom/" + i;
      name(document, entry + "/find/name/regexp", "dataFrom[" + i + "]", findings);
      decoding(document, entry + "/extract/decodingStrategy", "dataFrom[" + i + "]", findings);
    }
    for (int i = 0; i < spec.path("data").size(); i++) {
      String reference = at.get() + "/data/" + i + "/remoteRef";
      decoding(document, reference + "/decodingStrategy", "data[" + i + "]", findings);
    }
  }

  private static void name(
      ManifestDocument document, String pointer, String entry, Findings findings) {
    JsonNode regexp = document.content().at(pointer);
    if (regexp.isTextual() && alternatives(regexp.asText()).stream().anyMatch(it -> isLoose(it))) {
      findings.add(
          document,
          pointer,
          Rule.KT010,
          entry + ".find.name.regexp matches anywhere in a name; anchor it with ^ or $");
    }
  }

  private static void decoding(
      ManifestDocument document, String pointer, String entry, Findings findings) {
    if (document.content().at(pointer).asText().equals("Auto")) {
      findings.add(
          document,
          pointer,
          Rule.KT011,
          entry + " decodes any value that happens to be valid Base64");
    }
  }

  private static boolean isLoose(String alternative) {
    // Groups and flags such as (?i) may stand around an anchor.
    String start = alternative.replaceFirst("^(\\((\\?[a-zA-Z-]*[:)])?)+", "");
    String end = alternative.replaceFirst("(?<!\\\\)\\)+$", "");
    boolean ends = (end.endsWith("$") && !end.endsWith("\\$")) || end.endsWith("\\z");
    return !(start.startsWith("^") || start.startsWith("\\A") || ends);
  }

  /** The parts between bars that stand in no group and no class: an anchor holds for its own. */
  private static List<String> alternatives(String regexp) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    int depth = 0;
    boolean inClass = false;
    for (int i = 0; i < regexp.length(); i++) {
      char at = regexp.charAt(i);
      if (at == '\\' && i + 1 < regexp.length()) {
        part.append(at).append(regexp.charAt(++i));
        continue;
      }
      if (inClass) {
        inClass = at != ']';
      } else if (at == '[') {
        inClass = true;
      } else if (at == '(' || at == ')') {
        depth += at == '(' ? 1 : -1;
      } else if (at == '|' && depth == 0) {
        parts.add(part.toString());
        part.setLength(0);
        continue;
      }
      part.append(at);
    }
    parts.add(part.toString());
    return parts;
  }
}
