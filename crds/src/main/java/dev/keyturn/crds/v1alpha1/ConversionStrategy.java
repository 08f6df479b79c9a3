package dev.keyturn.crds.v1alpha1;

/** What becomes of a character that the key of a Secret may not have. */
@SuppressWarnings("MemberName") // the names are the API's
public enum ConversionStrategy {
  /** It becomes an underscore. */
  Default,
  /** It becomes {@code _U} and its number in hexadecimal and {@code _}. */
  Unicode
}
