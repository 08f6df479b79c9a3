package dev.keyturn.operator.provider.kubernetes;

import java.util.Optional;

/** Whose token is presented. */
public sealed interface KubernetesAuth {
  /** Name of the credential of {@link Token}. */
  String TOKEN = "token";

  /** A token that somebody keeps in a Secret, credential {@link #TOKEN}. */
  record Token() implements KubernetesAuth {}

  /**
   * A token that is requested for a ServiceAccount of this cluster.
   *
   * @param audience empty for that of this cluster's API server
   */
  record Account(Optional<String> audience) implements KubernetesAuth {}
}
