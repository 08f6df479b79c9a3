package dev.keyturn.devcluster.schema;

/** How a list merges: {@code x-kubernetes-list-type}. */
public enum ListType {
  /** Replaced as a whole. */
  ATOMIC,
  /** Scalars without an order. */
  SET,
  /** Objects told apart by key fields. */
  MAP
}
