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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a store hangs on: its address, its login, and the ServiceAccount that logs in. */
final class StoreLinks {
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
    String title = kind + " " + (kind.isNamespaced() ? namespace + "/" : "") + name;
    try {
      return objects
          .find(kind.context(), namespace, name)
          .map(store -> links(kind, store, namespace))
          .orElseGet(() -> List.of(Link.broken(title, "is not there")));
    } catch (KubernetesClientException e) {
      return List.of(unseen(title, e));
    }
  }

  /**
   * The links of a store.
   *
   * @param namespace whose ServiceAccounts log in where the store names no namespace
   */
  List<Link> links(ObjectKind kind, JsonNode store, String namespace) {
    Health health = Health.of(kind, store);
    List<Link> links = new ArrayList<>();
    links.add(
        health.isReady()
            ? Link.ok(health.title(), health.reason())
            : new Link(
                health.ready().equals("Unknown") ? Mark.NOTE : Mark.BROKEN,
                health.title(),
                health.reason() + ": " + health.message()));
    for (String type : List.of(Condition.REACHABLE, Condition.AUTHENTICATED)) {
      Health.condition(store, type)
          .filter(it -> it.path("status").asText().equals("False"))
          .filter(it -> !it.path("message").asText().equals(health.message()))
          .ifPresent(it -> links.add(Link.broken(type, words(it))));
    }
    for (String account : accounts(store.path("spec"), namespace)) {
      links.add(account(account));
    }
    return links;
  }

  static String words(JsonNode condition) {
    return condition.path("reason").asText() + ": " + condition.path("message").asText();
  }

  /** The ServiceAccounts that a store logs in as, as {@code namespace/name}. */
  private static Set<String> accounts(JsonNode spec, String namespace) {
    Set<String> accounts = new TreeSet<>();
    for (JsonNode reference : spec.findValues("serviceAccountRef")) {
      accounts.add(
          reference.path("namespace").asText(namespace) + "/" + reference.path("name").asText());
    }
    return accounts;
  }

  private Link account(String account) {
    String title = "ServiceAccount " + account;
    String[] parts = account.split("/", 2);
    try {
      return Optional.ofNullable(
              client.serviceAccounts().inNamespace(parts[0]).withName(parts[1]).get())
          .map(found -> Link.ok(title, "is there"))
          .orElseGet(() -> Link.broken(title, "is not there"));
    } catch (KubernetesClientException e) {
      return unseen(title, e);
    }
  }

  /** What we may not see is no fault; every other refusal is one of the verb itself. */
  private static Link unseen(String title, KubernetesClientException refusal) {
    if (refusal.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
      throw refusal;
    }
    return Link.unknown(title, "you lack the right to get it");
  }
}
