package dev.keyturn.crds.v1alpha1;

/** What a scope does with a request that it does not grant. */
public enum ScopeMode {
  Enforce
}
