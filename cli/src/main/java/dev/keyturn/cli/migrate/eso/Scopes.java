package dev.keyturn.cli.migrate.eso;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.cli.migrate.translation.Manifests;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * What opens the ClusterSecretStores: in External Secrets they are open, unless they have
 * conditions. A scope per namespace grants what its syncs use.
 */
final class Scopes {
  /** To whom a store offers itself. */
  private record Offer(List<String> names, List<Pattern> patterns, boolean byLabel, boolean all) {

    boolean permits(String namespace) {
      return all
          || names.contains(namespace)
          || patterns.stream().anyMatch(it -> it.matcher(namespace).find());
    }
  }

  private static final class Grant {
    boolean reads;
    boolean writes;
  }

  private final Map<String, Offer> offers = new LinkedHashMap<>();
  private final Map<String, Map<String, Grant>> grants = new TreeMap<>();

  /** Reads the conditions of a ClusterSecretStore. */
  void offer(Origin store) {
    Field conditions = store.spec().member("conditions");
    if (!store.kind().equals(KnownStore.CLUSTER_WIDE)) {
      if (conditions.isThere()) {
        conditions.unneeded("a SecretStore serves its own namespace");
      }
      return;
    }
    List<String> names = new ArrayList<>();
    List<Pattern> patterns = new ArrayList<>();
    boolean byLabel = false;
    for (Field condition : conditions.elements()) {
      Field selector = condition.member("namespaceSelector");
      if (selector.isWritten()) {
        byLabel = true;
        selector.check("a TenantSecretScope names its namespaces: write them there");
      }
      names.addAll(condition.member("namespaces").texts());
      Field expressions = condition.member("namespaceRegexes");
      for (String expression : expressions.texts()) {
        expression(expression, expressions, patterns);
      }
    }
    if (conditions.isThere()) {
      conditions.translated(
          "a TenantSecretScope for each of the namespaces that use the store here");
    }
    offers.put(store.name(), new Offer(names, patterns, byLabel, !conditions.isThere()));
  }

  private static void expression(String expression, Field at, List<Pattern> patterns) {
    try {
      patterns.add(Pattern.compile(expression));
      at.check("a TenantSecretScope names its namespaces: those that use the store here are in it");
    } catch (PatternSyntaxException e) {
      at.refused("it is no expression");
    }
  }

  /**
   * A sync uses a store of the cluster.
   *
   * @param at the reference
   * @param namespace null where the manifest names none
   */
  void use(Field at, @Nullable String namespace, StoreName store, boolean writes) {
    if (!store.isClusterWide()) {
      return;
    }
    Offer offer = offers.get(store.name());
    if (offer == null || namespace == null) {
      at.check(
          "a ClusterSecretStore is closed until a TenantSecretScope opens it to the namespace:"
              + " write one");
    } else if (offer.permits(namespace)) {
      Grant grant =
          grants
              .computeIfAbsent(namespace, _ -> new TreeMap<>())
              .computeIfAbsent(store.name(), _ -> new Grant());
      grant.writes |= writes;
      grant.reads |= !writes;
    } else if (offer.byLabel()) {
      at.check("whether labels open the store to the namespace is not known: write a scope");
    } else {
      at.check("the conditions of the store do not open it to the namespace");
    }
  }

  boolean isEmpty() {
    return grants.isEmpty();
  }

  List<ObjectNode> manifests() {
    List<ObjectNode> manifests = new ArrayList<>();
    grants.forEach((namespace, stores) ->
        manifests.add(Manifests.scope(namespace, list -> add(stores, list))));
    return manifests;
  }

  private static void add(Map<String, Grant> stores, ArrayNode list) {
    stores.forEach((name, grant) -> {
      ObjectNode store = list.addObject().put("kind", KnownStore.CLUSTER_WIDE).put("name", name);
      if (grant.reads) {
        store.putArray("read").add("**");
      }
      if (grant.writes) {
        store.putArray("write").add("**");
      }
    });
  }
}
