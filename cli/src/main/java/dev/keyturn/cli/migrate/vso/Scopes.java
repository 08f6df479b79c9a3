package dev.keyturn.cli.migrate.vso;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.cli.migrate.translation.Manifests;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What opens the stores of the cluster: for each namespace the paths that its syncs read. */
final class Scopes {
  private final Map<String, Map<String, Set<String>>> paths = new TreeMap<>();

  /**
   * @param path with its class where it has one: {@code dynamic:database/creds/app}
   */
  void grant(String namespace, String store, String path) {
    paths
        .computeIfAbsent(namespace, _ -> new TreeMap<>())
        .computeIfAbsent(store, _ -> new LinkedHashSet<>())
        .add(path);
  }

  List<ObjectNode> manifests() {
    List<ObjectNode> manifests = new ArrayList<>();
    paths.forEach((namespace, stores) -> {
      ObjectNode manifest = Manifests.keyturn("TenantSecretScope", namespace, null);
      ObjectNode spec = manifest.putObject("spec").put("tenant", namespace);
      spec.putObject("namespaces").putArray("names").add(namespace);
      ArrayNode all = spec.putArray("stores");
      stores.forEach((store, read) -> {
        ArrayNode reads =
            all.addObject().put("kind", "ClusterSecretStore").put("name", store).putArray("read");
        read.forEach(reads::add);
      });
      // A scope would close the SecretStores of the namespace, which are open today.
      spec.putObject("ownStores").put("allow", true);
      manifests.add(manifest);
    });
    return manifests;
  }
}
