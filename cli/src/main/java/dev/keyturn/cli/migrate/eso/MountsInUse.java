package dev.keyturn.cli.migrate.eso;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyturn.cli.manifest.ManifestDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** What the keys of syncs begin with, by store: of Vault without a path these are mounts. */
final class MountsInUse {
  private final List<ManifestDocument> documents;

  MountsInUse(List<ManifestDocument> documents) {
    this.documents = documents;
  }

  /** Sorted, each once. */
  List<String> of(Origin store) {
    TreeSet<String> mounts = new TreeSet<>();
    for (ManifestDocument document : documents) {
      JsonNode spec = spec(document);
      if (spec.isMissingNode()) {
        continue;
      }
      boolean near =
          store.kind().equals(KnownStore.CLUSTER_WIDE)
              || store.namespace() == null
              || document.namespace() == null
              || store.namespace().equals(document.namespace());
      for (String list : new String[] {"data", "dataFrom"}) {
        for (JsonNode entry : spec.path(list)) {
          JsonNode other = entry.at("/sourceRef/storeRef");
          JsonNode reference = other.isObject() ? other : spec.path("secretStoreRef");
          if (near && means(reference, store)) {
            keys(entry).forEach(it -> mounts.add(VaultMount.first(it)));
          }
        }
      }
    }
    return new ArrayList<>(mounts);
  }

  private static JsonNode spec(ManifestDocument document) {
    return switch (document.kind()) {
      case "ExternalSecret" -> document.content().path("spec");
      case "ClusterExternalSecret" -> document.content().at("/spec/externalSecretSpec");
      default -> document.content().at("/none");
    };
  }

  private static boolean means(JsonNode reference, Origin store) {
    return reference.path("name").asText().equals(store.name())
        && reference.path("kind").asText("SecretStore").equals(store.kind());
  }

  private static List<String> keys(JsonNode entry) {
    List<String> keys = new ArrayList<>();
    for (String pointer : new String[] {"/remoteRef/key", "/extract/key", "/key", "/find/path"}) {
      String key = entry.at(pointer).asText();
      if (!key.isEmpty()) {
        keys.add(key);
      }
    }
    return keys;
  }
}
