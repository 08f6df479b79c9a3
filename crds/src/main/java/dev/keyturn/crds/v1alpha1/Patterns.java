package dev.keyturn.crds.v1alpha1;

/** Patterns that several fields share; the API server checks them (RE2). */
final class Patterns {
  /** A DNS subdomain, RFC 1123: the name of most Kubernetes objects. */
  static final String SUBDOMAIN =
      "^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";

  /** A DNS label, RFC 1123: the name of a namespace. */
  static final String LABEL = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$";

  /** A key of a Kubernetes Secret or ConfigMap. */
  static final String DATA_KEY = "^[-._a-zA-Z0-9]+$";

  /** A mount of Vault: segments, without slashes at the ends. */
  static final String MOUNT = "^[^/\\s?#%]+(/[^/\\s?#%]+)*$";

  /** A namespace of Vault Enterprise or OpenBao; a slash at its end is allowed. */
  static final String VAULT_NAMESPACE = "^[^\\s?#%]+$";

  /** A user of Vault's userpass and ldap: one segment of a path, which may hold spaces. */
  static final String VAULT_USER = "^[^/\\x00-\\x1f\\x7f]+$";

  /** The ARN of a role of IAM, in any partition. */
  static final String AWS_ROLE = "^arn:aws[a-z-]*:iam::[0-9]{12}:role/[\\w+=,.@/-]+$";

  /** A name in Vault: one segment of a path. */
  static final String NAME = "^[^/\\s?#%]+$";

  /** A share of a life, as {@code 1/3}, or a duration. */
  static final String SHARE_OR_DURATION =
      "^([1-9][0-9]{0,2}/[1-9][0-9]{0,2}"
          + "|([1-9][0-9]{0,3}d)?([0-9]{1,5}h)?([0-9]{1,6}m)?([0-9]{1,8}s)?)$";

  /** An address: scheme, host, port and the beginning of a path, without any wildcard. */
  static final String ENDPOINT =
      "^https?://(\\[[0-9a-fA-F:.]+\\]|[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?)(:[0-9]{1,5})?"
          + "(/[^\\s?#*]*)?$";

  private static final String PLAIN = "[^./*?#%$\\s\\\\]";

  /** Any segment but {@code .} and {@code ..}, which no canonical path has. */
  private static final String SEGMENT =
      "(" + PLAIN + "|[.]" + PLAIN + "|[.][.][^/*?#%$\\s\\\\])[^/*?#%$\\s\\\\]*";

  private static final String VARIABLE = "[$][{](namespace|tenant)[}]";

  /** Whole segments only: {@code db-*} is refused, {@code **} stands last. */
  static final String GRANT =
      ("^((" + SEGMENT + "|[*]|" + VARIABLE + ")/)*")
          + ("(" + SEGMENT + "|[*]|[*][*]|" + VARIABLE + ")$");

  /** Five fields, or the name of a common expression; the operator reads it more strictly. */
  static final String CRON =
      "^(@(yearly|annually|monthly|weekly|daily|midnight|hourly)"
          + "|([0-9A-Za-z*,/-]+[ \\t]+){4}[0-9A-Za-z*,/-]+)$";

  /** A region of the IANA database, no bare offset. */
  static final String TIME_ZONE = "^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$";

  private Patterns() {}
}
