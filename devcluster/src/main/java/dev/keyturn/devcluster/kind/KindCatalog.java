package dev.keyturn.devcluster.kind;

import dev.keyturn.devcluster.schema.ModelSchemas;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All kinds served now. Thread-safe: readers see a complete catalog or the one before. */
public final class KindCatalog {
  private final List<ResourceKind> builtIn;
  private volatile List<ResourceKind> kinds;

  public KindCatalog(ModelSchemas schemas) {
    builtIn = new BuiltInKinds(schemas).all();
    kinds = builtIn;
  }

  public List<ResourceKind> all() {
    return kinds;
  }

  public Optional<ResourceKind> find(String group, String version, String plural) {
    return kinds.stream()
        .filter(kind -> kind.plural().equals(plural))
        .filter(kind -> kind.group().equals(group) && kind.version().equals(version))
        .findFirst();
  }

  /** The kind an owner reference names. */
  public Optional<ResourceKind> findByKind(String apiVersion, String kindName) {
    return kinds.stream()
        .filter(kind -> kind.kind().equals(kindName) && kind.apiVersion().equals(apiVersion))
        .findFirst();
  }

  /** Any served version of a stored resource. */
  public Optional<ResourceKind> stored(GroupResource storage) {
    return kinds.stream().filter(kind -> kind.storage().equals(storage)).findFirst();
  }

  /** Serves these versions of a custom resource instead of what was served of it before. */
  public synchronized void replace(GroupResource resource, List<ResourceKind> versions) {
    List<ResourceKind> next = new ArrayList<>(kinds);
    next.removeIf(kind -> kind.custom() && kind.storage().equals(resource));
    next.addAll(versions);
    kinds = List.copyOf(next);
  }
}
