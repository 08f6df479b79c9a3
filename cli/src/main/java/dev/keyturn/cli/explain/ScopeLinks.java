package dev.keyturn.cli.explain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyturn.cli.cluster.ObjectKind;
import dev.keyturn.cli.cluster.ObjectReader;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the scopes of a namespace open to it of the stores that a sync names. */
final class ScopeLinks {
  private final ObjectReader objects;

  ScopeLinks(ObjectReader objects) {
    this.objects = objects;
  }

  /**
   * A link for each scope that names the namespace. Whether that is enough is not judged here: the
   * operator says so in the condition ScopeAllowed of the sync.
   *
   * @param stores references as a spec writes them
   */
  List<Link> of(String namespace, Set<JsonNode> stores) {
    try {
      return objects.list(ObjectKind.TenantSecretScope, Optional.empty(), "").stream()
          .filter(scope -> names(scope.at("/spec/namespaces/names"), namespace))
          .map(scope -> link(scope, namespace, stores))
          .toList();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
        throw e;
      }
      return List.of(
          Link.of(Mark.UNKNOWN, "TenantSecretScopes", "you lack the right to list them"));
    }
  }

  private static Link link(JsonNode scope, String namespace, Set<JsonNode> stores) {
    String title = "TenantSecretScope " + scope.at("/metadata/name").asText();
    for (JsonNode bound : scope.at("/status/namespaces")) {
      if (bound.path("name").asText().equals(namespace) && !bound.path("bound").asBoolean(true)) {
        return Link.of(Mark.BROKEN, title, "is bound to an earlier namespace " + namespace);
      }
    }
    List<String> opened = new ArrayList<>();
    stores.forEach(store -> opened.addAll(grants(scope.path("spec"), store)));
    return opened.isEmpty()
        ? Link.of(Mark.NOTE, title, "opens none of its stores")
        : Link.of(Mark.OK, title, "opens " + String.join("; ", opened));
  }

  private static List<String> grants(JsonNode spec, JsonNode store) {
    String kind = store.path("kind").asText(ObjectKind.SecretStore.name());
    String name = store.path("name").asText();
    List<String> grants = new ArrayList<>();
    for (JsonNode grant : spec.path("stores")) {
      if (grant.path("kind").asText(ObjectKind.ClusterSecretStore.name()).equals(kind)
          && grant.path("name").asText().equals(name)) {
        grants.add(kind + " " + name + paths(grant, "read") + paths(grant, "write"));
      }
    }
    if (grants.isEmpty()
        && kind.equals(ObjectKind.SecretStore.name())
        && spec.at("/ownStores/allow").asBoolean()) {
      grants.add(kind + " " + name + ", as every store of the namespace");
    }
    return grants;
  }

  private static String paths(JsonNode grant, String verb) {
    List<String> paths = new ArrayList<>();
    grant.path(verb).forEach(path -> paths.add(path.asText()));
    return paths.isEmpty() ? "" : ", " + verb + " " + String.join(" ", paths);
  }

  private static boolean names(JsonNode names, String namespace) {
    for (JsonNode name : names) {
      if (name.asText().equals(namespace)) {
        return true;
      }
    }
    return false;
  }
}
