package dev.keyturn.cli.explain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyturn.cli.cluster.ObjectKind;
import dev.keyturn.cli.cluster.ObjectReader;
import dev.keyturn.cli.status.Health;
import dev.keyturn.crds.v1alpha1.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a store hangs on: its address, its login, and the ServiceAccount that logs in. */
final class StoreLinks {
  private static final List<String> ACCOUNT_FIELDS = List.of("serviceAccountRef", "serviceAccount");

  private final KubernetesClient client;
  private final ObjectReader objects;

  StoreLinks(KubernetesClient client) {
    this.client = client;
    this.objects = new ObjectReader(client);
  }

  /**
   * The links of a store that a sync names.
   *
   * @param namespace of the sync
   */
  List<Link> named(ObjectKind kind, String name, String namespace) {
    String title = kind.title(namespace, name);
    try {
      return objects
          .find(kind.context(), namespace, name)
          .map(store -> links(kind, store, Optional.of(namespace)))
          .orElseGet(() -> List.of(missing(title)));
    } catch (KubernetesClientException e) {
      return List.of(unseen(title, e));
    }
  }

  /**
   * The links of a store.
   *
   * @param namespace whose ServiceAccounts log in where the store names no namespace; empty where
   *     that is the one of each sync
   */
  List<Link> links(ObjectKind kind, JsonNode store, Optional<String> namespace) {
    Health health = Health.of(kind, store);
    List<Link> links = new ArrayList<>();
    links.add(
        health.isReady()
            ? new Link(Mark.OK, health.title(), health.reason(), "")
            : new Link(
                health.ready().equals("Unknown") ? Mark.NOTE : Mark.BROKEN,
                health.title(),
                health.reason(),
                health.message()));
    for (String type : List.of(Condition.REACHABLE, Condition.AUTHENTICATED)) {
      Health.condition(store, type)
          .filter(it -> it.path("status").asText().equals("False"))
          .filter(it -> !it.path("message").asText().equals(health.message()))
          .ifPresent(it -> links.add(broken(it)));
    }
    accounts(store.path("spec")).forEach(it -> links.add(account(it, namespace)));
    return links;
  }

  /** A condition that says something is wrong. */
  static Link broken(JsonNode condition) {
    return new Link(
        Mark.BROKEN,
        condition.path("type").asText(),
        condition.path("reason").asText(),
        condition.path("message").asText());
  }

  private static Link missing(String title) {
    return Link.of(Mark.MISSING, title, "does not exist");
  }

  /** The references to the ServiceAccounts that a store logs in as, each once. */
  private static Set<JsonNode> accounts(JsonNode spec) {
    Set<JsonNode> accounts = new LinkedHashSet<>();
    ACCOUNT_FIELDS.forEach(field -> accounts.addAll(spec.findValues(field)));
    return accounts;
  }

  private Link account(JsonNode reference, Optional<String> ofSync) {
    String name = reference.path("name").asText();
    String namespace = reference.path("namespace").asText(ofSync.orElse(""));
    if (namespace.isEmpty()) {
      return Link.of(Mark.NOTE, "ServiceAccount " + name, "of the namespace of each sync");
    }
    String title = "ServiceAccount " + namespace + "/" + name;
    try {
      return client.serviceAccounts().inNamespace(namespace).withName(name).get() == null
          ? missing(title)
          : Link.of(Mark.OK, title, "exists");
    } catch (KubernetesClientException e) {
      return unseen(title, e);
    }
  }

  /** What we may not see is no fault; every other refusal is one of the verb itself. */
  private static Link unseen(String title, KubernetesClientException refusal) {
    if (refusal.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
      throw refusal;
    }
    return Link.of(Mark.UNKNOWN, title, "you lack the right to get it");
  }
}
