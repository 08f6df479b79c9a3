package dev.keyturn.operator.engine.plan;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * Labels and annotations that no template may set: those by which Kubernetes, Keyturn, or a tool
 * that copies or prunes Secrets would act on the target.
 */
public final class ReservedMetadata {
  private static final Set<String> FREE =
      Set.of(
          "app.kubernetes.io/name",
          "app.kubernetes.io/component",
          "app.kubernetes.io/part-of",
          "app.kubernetes.io/version");

  /** Reserved with every domain below them. */
  private static final List<String> DOMAINS =
      List.of("kubernetes.io", "k8s.io", "keyturn.dev", "helm.sh");

  private static final Set<String> PREFIXES =
      Set.of(
          "argocd.argoproj.io",
          "sealedsecrets.bitnami.com",
          "reflector.v1.k8s.emberstack.com",
          "replicator.v1.mittwald.de");

  private ReservedMetadata() {}

  /** The first key that is reserved, of rendered labels and annotations. */
  public static Optional<String> first(
      SortedMap<String, String> labels, SortedMap<String, String> annotations) {
    // Helm finds its releases by this label.
    Stream<String> helm = "helm".equals(labels.get("owner")) ? Stream.of("owner") : Stream.empty();
    return Stream.concat(
            Stream.concat(labels.keySet().stream(), annotations.keySet().stream())
                .filter(ReservedMetadata::isReserved),
            helm)
        .findFirst();
  }

  private static boolean isReserved(String key) {
    int slash = key.indexOf('/');
    if (slash < 0 || FREE.contains(key)) {
      return false;
    }
    String prefix = key.substring(0, slash);
    return PREFIXES.contains(prefix)
        || DOMAINS.stream().anyMatch(it -> prefix.equals(it) || prefix.endsWith("." + it));
  }
}
