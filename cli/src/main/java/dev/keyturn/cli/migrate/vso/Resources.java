package dev.keyturn.cli.migrate.vso;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** All objects of the operator, and how they refer to each other. */
record Resources(List<Resource> all) {
  private static final String DEFAULT = "default";

  List<Resource> of(String kind) {
    return all.stream().filter(it -> it.kind().equals(kind)).toList();
  }

  /**
   * What a reference names; null where it is not among the manifests.
   *
   * @param reference a name, or {@code namespace/name}; empty for the operator's own, which is
   *     called default
   */
  @Nullable Resource find(String kind, @Nullable String ownNamespace, String reference) {
    if (reference.isEmpty()) {
      return operators(kind);
    }
    int slash = reference.indexOf('/');
    String namespace = slash < 0 ? ownNamespace : reference.substring(0, slash);
    String name = reference.substring(slash + 1);
    return of(kind).stream()
        .filter(it -> it.name().equals(name) && Objects.equals(it.namespace(), namespace))
        .findFirst()
        .orElse(null);
  }

  /** The one of the operator's namespace, which no manifest tells: then the name is enough. */
  private @Nullable Resource operators(String kind) {
    List<Resource> found = of(kind).stream().filter(it -> it.name().equals(DEFAULT)).toList();
    if (found.size() == 1) {
      return found.getFirst();
    }
    return found.stream()
        .filter(it -> String.valueOf(it.namespace()).startsWith("vault-secrets-operator"))
        .findFirst()
        .orElse(null);
  }
}
