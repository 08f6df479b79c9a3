package dev.keyturn.cli.lint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyturn.cli.manifest.ManifestDocument;
import dev.keyturn.crds.v1alpha1.Api;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Policies that would change what must never change. */
final class RotationRules {
  private final List<ManifestDocument> marked;

  RotationRules(List<ManifestDocument> all) {
    marked =
        all.stream()
            .filter(it -> SyncSpecs.pointer(it).isPresent())
            .filter(it ->
                it.content()
                    .at("/metadata/annotations")
                    .path(Api.ANNOTATION_NEVER_ROTATE)
                    .asText()
                    .equals("true"))
            .toList();
  }

  void check(ManifestDocument document, Findings findings) {
    if (!SchemaRule.isOurs(document) || !document.kind().equals("RotationPolicy")) {
      return;
    }
    JsonNode target = document.content().at("/spec/target");
    for (ManifestDocument sync : marked) {
      if (sameNamespace(sync, document) && reads(sync, target)) {
        findings.add(
            document,
            "/spec/target/key",
            Rule.KT060,
            "SecretSync %s reads this key and is marked %s"
                .formatted(sync.name(), Api.ANNOTATION_NEVER_ROTATE));
      }
    }
  }

  private static boolean sameNamespace(ManifestDocument sync, ManifestDocument policy) {
    return sync.namespace() == null
        || policy.namespace() == null
        || sync.namespace().equals(policy.namespace());
  }

  private static boolean reads(ManifestDocument sync, JsonNode target) {
    JsonNode spec = sync.content().at(SyncSpecs.pointer(sync).orElseThrow());
    List<JsonNode> entries = new ArrayList<>();
    spec.path("data").forEach(entries::add);
    spec.path("dataFrom").forEach(entries::add);
    spec.path("generate").forEach(entries::add);
    for (JsonNode entry : entries) {
      JsonNode store =
          entry.has("sourceRef") ? entry.at("/sourceRef/storeRef") : spec.path("secretStoreRef");
      String key = entry.at(entry.has("extract") ? "/extract/key" : "/remoteRef/key").asText();
      if (!key.isEmpty()
          && key.equals(target.path("key").asText())
          && identity(store).equals(identity(target.path("secretStoreRef")))) {
        return true;
      }
    }
    return false;
  }

  private static List<String> identity(JsonNode store) {
    return List.of(
        Objects.requireNonNullElse(store.path("kind").textValue(), "SecretStore"),
        store.path("name").asText());
  }
}
