package dev.keyturn.crds.v1alpha1;

/** Kinds of object that may hold a certificate authority. */
public enum CaProviderKind {
  Secret,
  ConfigMap
}
