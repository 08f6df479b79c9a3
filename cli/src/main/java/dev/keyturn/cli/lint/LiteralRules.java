package dev.keyturn.cli.lint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyturn.cli.credential.Credentials;
import dev.keyturn.cli.manifest.ManifestDocument;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values that stand in a manifest itself. Only where they stand is told. */
final class LiteralRules {
  private static final Pattern ACTION = Pattern.compile("\\{\\{.*?\\}\\}");

  private LiteralRules() {}

  static void check(ManifestDocument document, Findings findings) {
    if (document.apiVersion().equals("v1") && document.kind().equals("Secret")) {
      secret(document, findings);
    } else if (SchemaRule.isOurs(document)) {
      texts(document, document.content(), "", findings);
      SyncSpecs.pointer(document).ifPresent(at -> templates(document, at, findings));
    }
  }

  private static void secret(ManifestDocument document, Findings findings) {
    for (String field : new String[] {"stringData", "data"}) {
      if (!document.content().path(field).isEmpty()) {
        findings.add(
            document,
            "/" + field,
            Rule.KT051,
            "Secret %s holds its values here".formatted(document.name()));
      }
    }
  }

  private static void texts(
      ManifestDocument document, JsonNode node, String pointer, Findings findings) {
    if (node.isTextual() && Credentials.byShape(withoutActions(node.asText())).isPresent()) {
      findings.add(document, pointer, Rule.KT050, pointer + " looks like a credential");
    }
    node.properties()
        .forEach(entry ->
            texts(
                document,
                entry.getValue(),
                ManifestDocument.member(pointer, entry.getKey()),
                findings));
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        texts(document, node.get(i), pointer + "/" + i, findings);
      }
    }
  }

  /** What a template puts in is a reference to a value, in the words of a container's variable. */
  private static String withoutActions(String text) {
    return ACTION.matcher(text).replaceAll(Matcher.quoteReplacement("$(template)"));
  }

  /** A key that is named like a credential, and a text that reads none. */
  private static void templates(ManifestDocument document, String at, Findings findings) {
    String map = at + "/target/template/data";
    for (var entry : document.content().at(map).properties()) {
      Optional<String> text = Optional.ofNullable(entry.getValue().textValue());
      String pointer = ManifestDocument.member(map, entry.getKey());
      if (text.filter(it -> !it.isBlank() && !it.contains("{{")).isPresent()
          && Credentials.why(entry.getKey(), text.get()).isPresent()
          && !findings.has(Rule.KT050, document, pointer)) {
        findings.add(document, pointer, Rule.KT050, pointer + " is a text of its own, no template");
      }
    }
  }
}
