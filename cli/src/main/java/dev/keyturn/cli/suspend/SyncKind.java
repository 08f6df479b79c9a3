package dev.keyturn.cli.suspend;

import dev.keyturn.crds.v1alpha1.Api;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The kinds that can be suspended. */
enum SyncKind {
  SecretSync("ssy", true, "/spec/suspend"),
  ClusterSecretSync("cssy", false, "/spec/spec/suspend");

  private final String shortName;
  private final boolean namespaced;
  private final String pointer;

  SyncKind(String shortName, boolean namespaced, String pointer) {
    this.shortName = shortName;
    this.namespaced = namespaced;
    this.pointer = pointer;
  }

  /** By its name, its plural or its short name. */
  static Optional<SyncKind> of(String text) {
    String word = text.toLowerCase(Locale.ROOT);
    for (SyncKind kind : values()) {
      if (Set.of(kind.shortName, kind.singular(), kind.plural()).contains(word)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  String shortName() {
    return shortName;
  }

  boolean isNamespaced() {
    return namespaced;
  }

  /** JSON pointer of the field. */
  String pointer() {
    return pointer;
  }

  ResourceDefinitionContext context() {
    return new ResourceDefinitionContext.Builder()
        .withGroup(Api.GROUP)
        .withVersion(Api.VERSION)
        .withKind(name())
        .withPlural(plural())
        .withNamespaced(namespaced)
        .build();
  }

  private String singular() {
    return name().toLowerCase(Locale.ROOT);
  }

  private String plural() {
    return singular() + "s";
  }
}
