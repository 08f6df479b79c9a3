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
    paths.forEach((namespace, stores) ->
        manifests.add(Manifests.scope(namespace, list -> add(stores, list))));
    return manifests;
  }

  private static void add(Map<String, Set<String>> stores, ArrayNode list) {
    stores.forEach((store, read) -> {
      ArrayNode reads =
          list.addObject().put("kind", "ClusterSecretStore").put("name", store).putArray("read");
      read.forEach(reads::add);
    });
  }
}
