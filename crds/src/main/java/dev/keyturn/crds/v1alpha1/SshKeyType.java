package dev.keyturn.crds.v1alpha1;

/** Kind of an SSH key. */
public enum SshKeyType {
  ed25519,
  rsa
}
