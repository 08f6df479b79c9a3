package dev.keyturn.crds.v1alpha1;

/** Which registries of Amazon ECR a login is for. */
public enum EcrScope {
  Private,
  Public
}
