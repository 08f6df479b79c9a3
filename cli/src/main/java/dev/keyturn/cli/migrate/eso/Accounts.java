package dev.keyturn.cli.migrate.eso;

import dev.keyturn.cli.manifest.ManifestDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The ServiceAccounts among the manifests: clouds' identities stand in annotations of theirs, which
 * External Secrets reads in the cluster.
 */
final class Accounts {
  /** The role of IAM; EKS's convention. */
  static final String AWS_ROLE = "eks.amazonaws.com/role-arn";

  /** The service account of Google; GKE's convention. */
  static final String GOOGLE_ACCOUNT = "iam.gke.io/gcp-service-account";

  private final List<ManifestDocument> all = new ArrayList<>();

  /** Whether an object says something about an identity. */
  static boolean knows(ManifestDocument document) {
    return document.kind().equals("ServiceAccount")
        && (annotation(document, AWS_ROLE) != null || annotation(document, GOOGLE_ACCOUNT) != null);
  }

  void add(ManifestDocument document) {
    all.add(document);
  }

  /**
   * An annotation of a ServiceAccount.
   *
   * @param namespace where it is looked for; null for any
   */
  Optional<String> annotation(@Nullable String namespace, String name, String annotation) {
    return all.stream()
        .filter(it -> it.name().equals(name))
        .filter(
            it -> namespace == null || it.namespace() == null || namespace.equals(it.namespace()))
        .flatMap(it -> Optional.ofNullable(annotation(it, annotation)).stream())
        .findFirst();
  }

  private static @Nullable String annotation(ManifestDocument document, String name) {
    return document.content().path("metadata").path("annotations").path(name).textValue();
  }
}
