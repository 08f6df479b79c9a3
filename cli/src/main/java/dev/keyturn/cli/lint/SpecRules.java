package dev.keyturn.cli.lint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyturn.cli.manifest.ManifestDocument;
import dev.keyturn.crds.v1alpha1.Durations;
import dev.keyturn.crds.v1alpha1.SecretSyncSpec;
import dev.keyturn.operator.engine.plan.Messages;
import dev.keyturn.operator.engine.plan.SpecOutcome;
import dev.keyturn.operator.engine.plan.SpecReader;
import dev.keyturn.operator.engine.plan.SyncId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a spec says by itself: intervals, the operator's own reading, deletions at the backend. */
final class SpecRules {
  private static final Duration SHORTEST = Duration.ofSeconds(10);

  private SpecRules() {}

  static void check(ManifestDocument document, boolean fitsSchema, Findings findings) {
    if (!SchemaRule.isOurs(document)) {
      return;
    }
    String spec = SyncSpecs.pointer(document).orElse("/spec");
    boolean tooOften = interval(document, spec + "/refreshInterval", findings);
    if (fitsSchema) {
      SyncSpecs.read(document)
          .ifPresent(read -> {
            if (!tooOften) {
              reading(document, spec, read, findings);
            }
          });
    }
    pushes(document, spec + "/push", findings);
  }

  private static boolean interval(ManifestDocument document, String pointer, Findings findings) {
    JsonNode text = document.content().at(pointer);
    boolean tooOften =
        text.isTextual()
            && Durations.parse(text.asText()).filter(it -> it.compareTo(SHORTEST) < 0).isPresent();
    if (tooOften) {
      findings.add(document, pointer, Rule.KT003, "refreshInterval is below 10s");
    }
    return tooOften;
  }

  private static void reading(
      ManifestDocument document, String at, SecretSyncSpec spec, Findings findings) {
    switch (SpecReader.read(new SyncId("", document.name()), spec)) {
      case SpecOutcome.Wrong(var problem) -> {
        JsonNode content = document.content().at(at);
        String field = problem.subject().replaceFirst("^spec\\.", "");
        findings.add(
            document, at + FieldPath.pointer(content, field), Rule.KT002, Messages.of(problem));
      }
      case SpecOutcome.Read(var settings) -> GeneratorRules.check(document, at, settings, findings);
    }
  }

  private static void pushes(ManifestDocument document, String pointer, Findings findings) {
    List<JsonNode> pushes = new ArrayList<>();
    document.content().at(pointer).forEach(pushes::add);
    for (int i = 0; i < pushes.size(); i++) {
      if (pushes.get(i).path("deletionPolicy").asText().equals("Delete")) {
        findings.add(
            document,
            pointer + "/" + i + "/deletionPolicy",
            Rule.KT040,
            "push[" + i + "] deletes the secret at the backend together with this object");
      }
    }
  }
}
