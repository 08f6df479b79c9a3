package dev.keyturn.crds.v1alpha1;

/** How the remote bytes are decoded before they are used. */
public enum DecodingStrategy {
  None,
  Base64,
  Base64URL,
  Auto
}
