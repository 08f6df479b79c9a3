package dev.keyturn.crds.v1alpha1;

/** The kinds of store that a reference may name. */
public enum StoreKind {
  SecretStore,
  ClusterSecretStore
}
