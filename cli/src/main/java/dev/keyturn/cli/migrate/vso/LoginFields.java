package dev.keyturn.cli.migrate.vso;

import static dev.keyturn.cli.migrate.translation.Fate.CHECK;
import static dev.keyturn.cli.migrate.translation.Fate.REFUSED;
import static dev.keyturn.cli.migrate.translation.Fate.TRANSLATED;
import static dev.keyturn.cli.migrate.translation.Fate.UNNEEDED;
import static dev.keyturn.cli.migrate.vso.OperatorFields.field;

import dev.keyturn.cli.migrate.translation.KnownField;
import java.util.ArrayList;
import java.util.List;

/** What mostly becomes of the fields that say how the operator reaches Vault and logs in. */
final class LoginFields {
  static final List<String> METHODS = List.of("kubernetes", "jwt", "appRole", "aws", "gcp");

  private LoginFields() {}

  static List<KnownField> withoutMetadata(List<KnownField> fields) {
    List<KnownField> all = new ArrayList<>(fields);
    all.add(field("metadata.labels", UNNEEDED, "nothing of ours is found by them"));
    all.add(field("metadata.annotations", UNNEEDED, "nothing of ours reads them"));
    return all;
  }

  static List<KnownField> connection() {
    return withoutMetadata(
        List.of(
            field("address", TRANSLATED, "`server` of the stores"),
            field("headers", TRANSLATED, "`headers` of the stores"),
            field(
                "tlsServerName",
                CHECK,
                "the certificate must be valid for the host of `server`: there is no other name"),
            field("caCertSecretRef", TRANSLATED, "`caProvider` of the stores, key `ca.crt`"),
            field(
                "skipTLSVerify",
                CHECK,
                "certificates are always verified: add `caProvider` to the stores"),
            field("timeout", TRANSLATED, "`timeouts.request` of the stores")));
  }

  static List<KnownField> auth() {
    List<KnownField> fields = new ArrayList<>();
    fields.add(field("vaultConnectionRef", TRANSLATED, "the stores have what it says"));
    fields.add(field("vaultAuthGlobalRef", TRANSLATED, "the stores have what both say together"));
    fields.add(field("namespace", TRANSLATED, "`namespace` of the stores, or `auth.namespace`"));
    fields.add(
        field("allowedNamespaces", TRANSLATED, "a TenantSecretScope for each that reads by it"));
    fields.add(field("method", TRANSLATED, "the login in `auth` of the stores"));
    fields.add(field("mount", TRANSLATED, "the mount of the login"));
    fields.add(field("params", REFUSED, "a login of ours has no further parameters"));
    fields.add(field("headers", TRANSLATED, "`headers` of the stores"));
    fields.addAll(methods(""));
    fields.add(
        field("storageEncryption", UNNEEDED, "no token is kept outside of the operator's memory"));
    return withoutMetadata(fields);
  }

  static List<KnownField> global() {
    List<KnownField> fields = new ArrayList<>();
    fields.add(
        field(
            "allowedNamespaces",
            UNNEEDED,
            "each VaultAuth takes its values over, and its own list says who may use it"));
    fields.add(field("vaultConnectionRef", TRANSLATED, "where a VaultAuth names none"));
    fields.add(field("defaultVaultNamespace", TRANSLATED, "where a VaultAuth says none"));
    fields.add(field("defaultAuthMethod", TRANSLATED, "where a VaultAuth says none"));
    fields.add(field("defaultMount", TRANSLATED, "where a VaultAuth says none"));
    fields.add(field("params", REFUSED, "a login of ours has no further parameters"));
    fields.add(field("headers", TRANSLATED, "as `mergeStrategy` of the VaultAuth says"));
    fields.addAll(methods("where a VaultAuth says none: "));
    for (String method : METHODS) {
      fields.add(field(method + ".namespace", TRANSLATED, "where a VaultAuth says none"));
      fields.add(field(method + ".mount", TRANSLATED, "where a VaultAuth says none"));
      fields.add(
          field(method + ".headers", TRANSLATED, "as `mergeStrategy` of the VaultAuth says"));
      fields.add(field(method + ".params", REFUSED, "a login of ours has no further parameters"));
    }
    return withoutMetadata(fields);
  }

  private static List<KnownField> methods(String prefix) {
    List<KnownField> fields = new ArrayList<>();
    for (String method : List.of("kubernetes", "jwt")) {
      fields.add(field(method + ".role", TRANSLATED, prefix + "`role` of the login"));
      fields.add(field(method + ".serviceAccount", TRANSLATED, prefix + "`serviceAccountRef`"));
      fields.add(
          field(method + ".audiences", TRANSLATED, prefix + "`serviceAccountRef.audiences`"));
      fields.add(
          field(
              method + ".tokenExpirationSeconds",
              UNNEEDED,
              "tokens are asked for when they are needed, and live ten minutes"));
    }
    fields.add(field("jwt.secretRef", TRANSLATED, prefix + "`jwt.secretRef`, key `jwt`"));
    fields.add(field("appRole.roleId", TRANSLATED, prefix + "`appRole.roleId`"));
    fields.add(field("appRole.secretRef", TRANSLATED, prefix + "`appRole.secretRef`, key `id`"));
    fields.add(
        field(
            "appRole.secretIDPath",
            REFUSED,
            "a file of the operator's pod would be shared by all: keep the id in a Secret"));
    fields.add(field("aws.role", TRANSLATED, prefix + "`iam.vaultRole`"));
    fields.add(field("aws.region", TRANSLATED, prefix + "`iam.region`"));
    fields.add(field("aws.headerValue", TRANSLATED, prefix + "`iam.vaultAwsIamServerID`"));
    fields.add(field("aws.secretRef", TRANSLATED, prefix + "`iam.secretRef`"));
    fields.add(field("aws.sessionName", UNNEEDED, "Vault does not look at it"));
    fields.add(field("aws.stsEndpoint", REFUSED, "`iam.region` says which endpoint is asked"));
    fields.add(field("aws.iamEndpoint", UNNEEDED, "the login calls no endpoint of IAM"));
    fields.add(
        field(
            "aws.irsaServiceAccount",
            REFUSED,
            "its role stands at the ServiceAccount: write a store with `iam.jwt`, and name it by"
                + " --store"));
    fields.add(
        field(
            "gcp",
            REFUSED,
            "the service account stands at the ServiceAccount: write a store with"
                + " `gcp.workloadIdentity`, and name it by --store"));
    return fields;
  }
}
