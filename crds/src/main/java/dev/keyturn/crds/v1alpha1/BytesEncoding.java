package dev.keyturn.crds.v1alpha1;

/** How random bytes are spelled. */
public enum BytesEncoding {
  base64,
  base64url,
  hex,
  raw
}
