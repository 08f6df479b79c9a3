package dev.keyturn.cli.lint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyturn.cli.manifest.ManifestDocument;
import dev.keyturn.operator.engine.template.Limits;
import dev.keyturn.operator.engine.template.ParseOutcome;
import dev.keyturn.operator.engine.template.Template;
import dev.keyturn.operator.engine.template.TemplateFailure;
import dev.keyturn.operator.engine.template.Templates;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Templates: do they parse, and is there what they read. */
final class TemplateRules {
  private final Templates templates = new Templates(Limits.standard());

  void check(ManifestDocument document, Findings findings) {
    Optional<String> at = SyncSpecs.pointer(document);
    if (at.isEmpty()) {
      return;
    }
    JsonNode spec = document.content().at(at.get());
    Optional<Set<String>> offered = offered(spec);
    for (String map : new String[] {"data", "metadata/labels", "metadata/annotations"}) {
      String pointer = at.get() + "/target/template/" + map;
      document
          .content()
          .at(pointer)
          .properties()
          .forEach(entry ->
              template(
                  document,
                  ManifestDocument.member(pointer, entry.getKey()),
                  entry.getKey(),
                  offered,
                  findings));
    }
    int sources = spec.at("/target/template/templateFrom").size();
    for (int i = 0; i < sources; i++) {
      String pointer = at.get() + "/target/template/templateFrom/" + i + "/literal";
      template(document, pointer, "literal", offered, findings);
    }
    rewrites(document, at.get(), spec, findings);
  }

  private void rewrites(ManifestDocument document, String at, JsonNode spec, Findings findings) {
    for (int i = 0; i < spec.path("dataFrom").size(); i++) {
      int rewrites = spec.path("dataFrom").path(i).path("rewrite").size();
      for (int j = 0; j < rewrites; j++) {
        String pointer = at + "/dataFrom/" + i + "/rewrite/" + j + "/transform/template";
        template(document, pointer, "transform", Optional.empty(), findings);
      }
    }
  }

  private void template(
      ManifestDocument document,
      String pointer,
      String name,
      Optional<Set<String>> offered,
      Findings findings) {
    JsonNode text = document.content().at(pointer);
    if (!text.isTextual()) {
      return;
    }
    switch (templates.parse(name, text.asText())) {
      case ParseOutcome.Rejected(TemplateFailure failure) ->
          findings.add(document, pointer, Rule.KT020, "template " + failure.message());
      case ParseOutcome.Parsed(Template template) ->
          offered.ifPresent(keys ->
              template.reads().stream()
                  .filter(key -> !keys.contains(key))
                  .sorted()
                  .forEach(key ->
                      findings.add(
                          document,
                          pointer,
                          Rule.KT021,
                          "template %s reads key \"%s\"; offered: %s"
                              .formatted(name, key, shown(keys)))));
    }
  }

  private static String shown(Set<String> keys) {
    return keys.isEmpty()
        ? "none"
        : keys.stream().map(key -> '"' + key + '"').collect(Collectors.joining(", "));
  }

  /** The keys that there can be; empty where that is for the backend to say. */
  private static Optional<Set<String>> offered(JsonNode spec) {
    Set<String> keys = new TreeSet<>();
    for (JsonNode entry : spec.path("dataFrom")) {
      if (!entry.has("pki")) {
        return Optional.empty();
      }
      keys.addAll(Set.of("tls.crt", "tls.key", "ca.crt"));
    }
    spec.path("data").forEach(entry -> keys.add(entry.path("secretKey").asText()));
    for (JsonNode entry : spec.path("generate")) {
      String key = entry.path("secretKey").asText();
      keys.add(key);
      if (entry.path("generator").has("sshKey") || entry.path("generator").has("keyPair")) {
        keys.add(key + ".pub");
      }
    }
    return Optional.of(keys);
  }
}
