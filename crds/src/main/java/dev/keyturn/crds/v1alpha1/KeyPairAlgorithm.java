package dev.keyturn.crds.v1alpha1;

/** Signature algorithm of a pair of keys (RFC 7518, RFC 8037). */
public enum KeyPairAlgorithm {
  RS256,
  ES256,
  EdDSA
}
