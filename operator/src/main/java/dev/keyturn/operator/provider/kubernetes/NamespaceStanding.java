package dev.keyturn.operator.provider.kubernetes;

/** What an identity learns of the namespace that it reads. */
enum NamespaceStanding {
  THERE,
  /** Not there, or about to go. */
  GONE,
  /**
   * The identity may not ask. Rights that a role of the namespace gives would go with it, but those
   * of a ClusterRole that is bound everywhere stay, and then every Secret looks deleted.
   */
  UNKNOWN
}
