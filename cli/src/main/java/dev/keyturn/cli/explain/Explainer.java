package dev.keyturn.cli.explain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyturn.cli.cluster.ObjectKind;
import dev.keyturn.cli.cluster.ObjectReader;
import dev.keyturn.cli.status.Health;
import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the chain of an object from what the operator says of it and of what it depends on. No
 * Secret is read.
 */
final class Explainer {
  private final ObjectReader objects;
  private final ScopeLinks scopes;
  private final StoreLinks stores;
  private final SecretUsers users;

  Explainer(KubernetesClient client) {
    objects = new ObjectReader(client);
    scopes = new ScopeLinks(objects);
    users = new SecretUsers(objects);
    stores = new StoreLinks(client);
  }

  /**
   * Explains an object by the caller's own rights.
   *
   * @param namespace where it is, for a kind that has one
   * @throws dev.keyturn.cli.CommandFailure where it is not there
   */
  Explanation of(ObjectKind.Named named, String namespace) {
    JsonNode object = objects.get(named, namespace);
    Health health = Health.of(named.kind(), object);
    List<Link> chain =
        switch (named.kind()) {
          case SecretSync -> sync(object, object.path("spec"), namespace);
          case ClusterSecretSync -> clusterSync(object);
          case SecretStore -> stores.links(named.kind(), object, Optional.of(namespace));
          case ClusterSecretStore -> stores.links(named.kind(), object, Optional.empty());
          case TenantSecretScope -> conditions(object, Set.of());
        };
    List<ErrorText> texts =
        classes(object, chain).stream().flatMap(it -> ErrorText.find(it).stream()).toList();
    return new Explanation(
        health, chain, fixes(object, chain, texts), texts.stream().map(ErrorText::page).toList());
  }

  private List<Link> sync(JsonNode object, JsonNode spec, String namespace) {
    Set<JsonNode> references = references(spec);
    List<Link> chain = new ArrayList<>(scopes.of(namespace, references));
    for (JsonNode store : references) {
      ObjectKind kind =
          ObjectKind.find(store.path("kind").asText(ObjectKind.SecretStore.name()))
              .orElse(ObjectKind.SecretStore);
      chain.addAll(stores.named(kind, store.path("name").asText(), namespace));
    }
    chain.addAll(conditions(object, Set.of(Condition.READY)));
    String target = object.at("/status/target/name").asText("");
    if (!target.isEmpty()) {
      chain.add(target(namespace, target, object));
    }
    return chain;
  }

  private Link target(String namespace, String name, JsonNode object) {
    JsonNode keys = object.at("/status/keys");
    List<String> words = new ArrayList<>();
    if (keys.has("display")) {
      words.add(keys.path("display").asText() + " keys");
    }
    boolean whole = keys.path("synced").equals(keys.path("desired"));
    if (!whole) {
      words.add("what was good last is kept");
    }
    List<String> workloads = users.of(namespace, name);
    if (!workloads.isEmpty()) {
      words.add("used by " + String.join(", ", workloads));
    }
    return Link.of(
        whole ? Mark.OK : Mark.NOTE, "Secret " + namespace + "/" + name, String.join("; ", words));
  }

  /** Every store that a spec names, once, in its order. */
  private static Set<JsonNode> references(JsonNode spec) {
    Set<JsonNode> references = new LinkedHashSet<>();
    for (String field : List.of("secretStoreRef", "storeRef")) {
      references.addAll(spec.findValues(field));
    }
    return references;
  }

  private static List<Link> clusterSync(JsonNode object) {
    List<Link> chain = new ArrayList<>(conditions(object, Set.of(Condition.READY)));
    for (JsonNode failed : object.at("/status/failed")) {
      chain.add(
          new Link(
              Mark.BROKEN,
              "Namespace " + failed.path("namespace").asText(),
              failed.path("reason").asText(),
              failed.path("detail").asText("")));
    }
    return chain;
  }

  /** The conditions that say something is wrong. */
  private static List<Link> conditions(JsonNode object, Set<String> left) {
    List<Link> links = new ArrayList<>();
    for (JsonNode condition : object.at("/status/conditions")) {
      String type = condition.path("type").asText();
      boolean stalled = type.equals(Condition.STALLED);
      boolean wrong = condition.path("status").asText().equals(stalled ? "True" : "False");
      boolean quiet = type.equals(Condition.RECONCILING) || left.contains(type);
      if (wrong && !quiet) {
        links.add(StoreLinks.broken(condition));
      }
    }
    return links;
  }

  /** Classes of errors that the status or a link of the chain names, the deepest cause first. */
  private static Set<String> classes(JsonNode object, List<Link> chain) {
    Set<String> classes = new LinkedHashSet<>();
    chain.stream()
        .filter(link -> link.mark() == Mark.BROKEN)
        .map(Link::reason)
        .filter(reason -> ErrorText.find(reason).isPresent())
        .forEach(classes::add);
    Optional.of(object.at("/status/lastError/class").asText(""))
        .filter(word -> !word.isEmpty())
        .ifPresent(classes::add);
    if (classes.size() > 1) {
      // It only says that the store is not, whose own class is among them.
      classes.remove(ErrorClass.StoreNotReady.name());
    }
    return classes;
  }

  private static List<String> fixes(JsonNode object, List<Link> chain, List<ErrorText> texts) {
    List<String> fixes = new ArrayList<>();
    chain.stream()
        .filter(link -> link.mark() == Mark.MISSING)
        .forEach(link -> fixes.add("create " + link.subject()));
    String failed = object.at("/status/lastError/class").asText("");
    String detail = object.at("/status/lastError/detail").asText("none").toLowerCase(Locale.ROOT);
    for (ErrorText text : texts) {
      String special = text.details().get(detail);
      if (text.errorClass().name().equals(failed) && !detail.equals("none") && special != null) {
        fixes.add(special);
      }
      fixes.add(text.action());
    }
    return fixes;
  }
}
