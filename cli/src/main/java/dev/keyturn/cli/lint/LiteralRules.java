package dev.keyturn.cli.lint;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import dev.keyturn.cli.manifest.ManifestDocument;
import java.util.Optional;

/** Values that stand in a manifest itself. Only where they stand is told. */
final class LiteralRules {
  /** Forms that vendors gave their credentials so that scanners know them, and keys in PEM. */
  private static final Pattern KNOWN_FORM =
      Pattern.compile(
          "-----BEGIN [A-Z ]*PRIVATE KEY-----"
              + "|\\b(AKIA|ASIA)[A-Z0-9]{16}\\b"
              + "|\\bgh[pousr]_[A-Za-z0-9]{36}"
              + "|\\bgithub_pat_[A-Za-z0-9_]{22,}"
              + "|\\bglpat-[A-Za-z0-9_-]{20}"
              + "|\\bxox[abprs]-[A-Za-z0-9-]{10,}"
              + "|\\bhv[sbr]\\.[A-Za-z0-9_-]{20,}"
              + "|\\bsk_live_[A-Za-z0-9]{16,}"
              + "|\\bAIza[A-Za-z0-9_-]{35}"
              + "|://[^/\\s:@{}]+:[^/\\s:@{}]+@");

  private static final Pattern TELLING_NAME =
      Pattern.compile("(?i)passw|secret|token|api[-_.]?key|private[-_.]?key|credential");

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
    if (node.isTextual() && KNOWN_FORM.matcher(node.asText()).find()) {
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

  /** A key that is named like a credential, and a text that reads none. */
  private static void templates(ManifestDocument document, String at, Findings findings) {
    String map = at + "/target/template/data";
    for (var entry : document.content().at(map).properties()) {
      Optional<String> text = Optional.ofNullable(entry.getValue().textValue());
      String pointer = ManifestDocument.member(map, entry.getKey());
      if (text.filter(it -> !it.isBlank() && !it.contains("{{")).isPresent()
          && TELLING_NAME.matcher(entry.getKey()).find()
          && !findings.has(Rule.KT050, document, pointer)) {
        findings.add(document, pointer, Rule.KT050, pointer + " is a text of its own, no template");
      }
    }
  }
}
