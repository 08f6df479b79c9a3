package dev.keyturn.crds.v1alpha1;

/** How a pair of keys is spelled. */
public enum KeyPairFormat {
  pem,
  jwk
}
