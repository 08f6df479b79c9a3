package dev.keyturn.cli.lint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyturn.cli.manifest.ManifestDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The stores that syncs name, and who may use them. */
final class StoreRules {
  private static final String CLUSTER_WIDE = "ClusterSecretStore";

  private final List<ManifestDocument> all;

  StoreRules(List<ManifestDocument> all) {
    this.all = all.stream().filter(SchemaRule::isOurs).toList();
  }

  void check(ManifestDocument document, Findings findings) {
    Optional<String> at = SyncSpecs.pointer(document);
    if (at.isEmpty()) {
      return;
    }
    List<String> references = new ArrayList<>();
    references.add(at.get() + "/secretStoreRef");
    listed(document, at.get() + "/data", "/sourceRef/storeRef", references);
    listed(document, at.get() + "/dataFrom", "/sourceRef/storeRef", references);
    listed(document, at.get() + "/fallback", "/storeRef", references);
    listed(document, at.get() + "/push", "/storeRef", references);
    references.forEach(pointer -> reference(document, pointer, findings));
  }

  private static void listed(
      ManifestDocument document, String list, String member, List<String> references) {
    for (int i = 0; i < document.content().at(list).size(); i++) {
      references.add(list + "/" + i + member);
    }
  }

  private void reference(ManifestDocument document, String pointer, Findings findings) {
    JsonNode reference = document.content().at(pointer);
    String name = reference.path("name").asText();
    if (name.isEmpty()) {
      return;
    }
    String kind = reference.path("kind").asText("SecretStore");
    List<ManifestDocument> stores = all.stream().filter(it -> it.kind().equals(kind)).toList();
    if (!stores.isEmpty() && stores.stream().noneMatch(it -> isMeant(it, name, document))) {
      findings.add(
          document,
          pointer + "/name",
          Rule.KT030,
          "%s %s is not among the manifests".formatted(kind, name));
    }
    if (kind.equals(CLUSTER_WIDE) && all.stream().noneMatch(it -> opens(it, name))) {
      findings.add(
          document,
          pointer + "/name",
          Rule.KT031,
          "no TenantSecretScope among the manifests opens ClusterSecretStore " + name);
    }
  }

  /** A namespace that a manifest leaves open may be any; a stamped sync goes into many. */
  private static boolean isMeant(ManifestDocument store, String name, ManifestDocument sync) {
    return store.name().equals(name)
        && (store.kind().equals(CLUSTER_WIDE)
            || store.namespace() == null
            || sync.namespace() == null
            || store.namespace().equals(sync.namespace()));
  }

  private static boolean opens(ManifestDocument scope, String name) {
    if (!scope.kind().equals("TenantSecretScope")) {
      return false;
    }
    for (JsonNode grant : scope.content().at("/spec/stores")) {
      if (grant.path("kind").asText(CLUSTER_WIDE).equals(CLUSTER_WIDE)
          && grant.path("name").asText().equals(name)) {
        return true;
      }
    }
    return false;
  }
}
