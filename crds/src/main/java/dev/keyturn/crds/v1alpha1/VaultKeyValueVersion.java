package dev.keyturn.crds.v1alpha1;

/** Versions of Vault's key-value engine. */
public enum VaultKeyValueVersion {
  v1,
  v2
}
