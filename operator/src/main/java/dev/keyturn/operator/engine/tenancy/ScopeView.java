package dev.keyturn.operator.engine.tenancy;

import dev.keyturn.crds.v1alpha1.StoreGrant;
import dev.keyturn.crds.v1alpha1.StoreKind;
import dev.keyturn.crds.v1alpha1.TenantSecretScopeSpec;
import dev.keyturn.crds.v1alpha1.TenantSecretScopeStatus.BoundNamespace;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A TenantSecretScope ready to decide with.
 *
 * @param names the namespaces it speaks for
 * @param bindings the UID that each name was bound to; a name that is not bound yet has none
 */
public record ScopeView(
    String name,
    String tenant,
    Set<String> names,
    Map<String, String> bindings,
    List<Grant> grants,
    OwnStoreGrant ownStores) {

  /** A view that says nothing of own stores. */
  public ScopeView(
      String name,
      String tenant,
      Set<String> names,
      Map<String, String> bindings,
      List<Grant> grants) {
    this(name, tenant, names, bindings, grants, OwnStoreGrant.NONE);
  }

  public ScopeView {
    names = Set.copyOf(names);
    bindings = Map.copyOf(bindings);
    grants = List.copyOf(grants);
  }

  /** What the scope opens in one store. */
  public record Grant(StoreIdentity store, List<PathPattern> read, List<PathPattern> write) {
    public Grant {
      read = List.copyOf(read);
      write = List.copyOf(write);
    }

    List<PathPattern> paths(Verb verb) {
      return switch (verb) {
        case READ -> read;
        case WRITE -> write;
      };
    }
  }

  /** The view of a scope; a path whose grammar is wrong grants nothing. */
  public static ScopeView of(
      String name, TenantSecretScopeSpec spec, @Nullable List<BoundNamespace> bound) {
    Map<String, String> bindings = new HashMap<>();
    for (BoundNamespace namespace : orEmpty(bound)) {
      bindings.putIfAbsent(namespace.name(), namespace.uid());
    }
    return new ScopeView(
        name,
        spec.tenant(),
        new HashSet<>(spec.namespaces().names()),
        bindings,
        orEmpty(spec.stores()).stream().map(ScopeView::grant).flatMap(Optional::stream).toList(),
        OwnStoreGrant.of(spec.ownStores()));
  }

  private static Optional<Grant> grant(StoreGrant spec) {
    return kind(spec.kind())
        .map(kind ->
            new Grant(
                new StoreIdentity(kind, spec.name()),
                patterns(spec.read()),
                patterns(spec.write())));
  }

  private static Optional<StoreKind> kind(@Nullable String text) {
    return switch (text) {
      case null -> Optional.of(StoreKind.ClusterSecretStore);
      case "ClusterSecretStore" -> Optional.of(StoreKind.ClusterSecretStore);
      case "SecretStore" -> Optional.of(StoreKind.SecretStore);
      default -> Optional.empty();
    };
  }

  private static List<PathPattern> patterns(@Nullable List<String> texts) {
    return orEmpty(texts).stream().map(PathPattern::parse).flatMap(Optional::stream).toList();
  }

  private static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }

  /** Whether the scope speaks for the namespace's name, bound or not. */
  public boolean speaksFor(NamespaceIdentity namespace) {
    return names.contains(namespace.name());
  }

  /** Whether it names the store under {@code stores}: its path lists say what is open there. */
  private boolean lists(StoreIdentity store) {
    return grants.stream().anyMatch(grant -> grant.store().equals(store));
  }

  /** Whether it opens the whole of a namespace's own store. */
  boolean opensWhole(StoreIdentity store) {
    return store.kind() == StoreKind.SecretStore && ownStores.all() && !lists(store);
  }

  /** Whether it opens something of a namespace's own store. */
  boolean opens(StoreIdentity store) {
    return opensWhole(store) || lists(store);
  }

  /** Whether the name is bound to this very namespace. */
  boolean binds(NamespaceIdentity namespace) {
    return speaksFor(namespace) && namespace.uid().equals(bindings.get(namespace.name()));
  }

  /** Whether the name is bound to an earlier namespace. */
  boolean bindsAnother(NamespaceIdentity namespace) {
    return speaksFor(namespace) && bindings.containsKey(namespace.name()) && !binds(namespace);
  }
}
