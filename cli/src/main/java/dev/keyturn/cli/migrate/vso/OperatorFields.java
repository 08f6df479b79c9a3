package dev.keyturn.cli.migrate.vso;

import static dev.keyturn.cli.migrate.translation.Fate.CHECK;
import static dev.keyturn.cli.migrate.translation.Fate.REFUSED;
import static dev.keyturn.cli.migrate.translation.Fate.TRANSLATED;
import static dev.keyturn.cli.migrate.translation.Fate.UNNEEDED;

import dev.keyturn.cli.migrate.translation.Fate;
import dev.keyturn.cli.migrate.translation.KnownField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What mostly becomes of the fields of the Vault Secrets Operator.
 *
 * <p>Source: the resource definitions of its API {@code secrets.hashicorp.com/v1beta1}.
 */
public final class OperatorFields {
  static final List<String> METHODS = List.of("kubernetes", "jwt", "appRole", "aws", "gcp");

  private static final Map<String, List<KnownField>> FIELDS = new LinkedHashMap<>();

  /** Kinds of which nothing is translated, and why. */
  private static final Map<String, String> REFUSED_KINDS = new LinkedHashMap<>();

  private OperatorFields() {}

  static {
    FIELDS.put(Resource.CONNECTION, connection());
    FIELDS.put(Resource.AUTH, auth());
    FIELDS.put(Resource.GLOBAL, global());
    FIELDS.put(Resource.STATIC, secret(staticSecret()));
    FIELDS.put(Resource.DYNAMIC, secret(dynamicSecret()));
    FIELDS.put(Resource.PKI, secret(certificate()));
    FIELDS.put(Resource.TRANSFORMATION, transformation());
    REFUSED_KINDS.put(
        "CSISecrets",
        "its values go to pods by a closed driver; a SecretSync writes a Secret, which a volume"
            + " mounts");
    REFUSED_KINDS.put("HCPAuth", "HCP Vault Secrets is a retired service");
    REFUSED_KINDS.put(
        "HCPVaultSecretsApp",
        "HCP Vault Secrets is a retired service: bring its values to a backend that is there");
    REFUSED_KINDS.put(
        "VaultTokenSecret",
        "no token of Vault is copied: a program that calls Vault needs a login of its own");
  }

  /** By kind, in the order of the manual. */
  public static Map<String, List<KnownField>> all() {
    return new LinkedHashMap<>(FIELDS);
  }

  /** By kind, why nothing becomes of it. */
  public static Map<String, String> refusedKinds() {
    return new LinkedHashMap<>(REFUSED_KINDS);
  }

  static List<KnownField> of(String kind) {
    return FIELDS.getOrDefault(kind, List.of());
  }

  /** What mostly becomes of a field below spec, as the report says it. */
  static String becomes(String kind, String path) {
    return of(kind).stream()
        .filter(it -> it.path().equals("spec." + path))
        .findFirst()
        .orElseThrow()
        .becomes()
        .replace("`", "");
  }

  private static KnownField field(String path, Fate fate, String becomes) {
    return new KnownField(path.startsWith("metadata.") ? path : "spec." + path, fate, becomes);
  }

  private static List<KnownField> withoutMetadata(List<KnownField> fields) {
    List<KnownField> all = new ArrayList<>(fields);
    all.add(field("metadata.labels", UNNEEDED, "nothing of ours is found by them"));
    all.add(field("metadata.annotations", UNNEEDED, "nothing of ours reads them"));
    return all;
  }

  private static List<KnownField> connection() {
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

  private static List<KnownField> auth() {
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

  private static List<KnownField> global() {
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

  private static List<KnownField> secret(List<KnownField> own) {
    List<KnownField> fields = new ArrayList<>();
    fields.add(field("vaultAuthRef", TRANSLATED, "`secretStoreRef`"));
    fields.add(field("namespace", TRANSLATED, "`namespace` of the store"));
    fields.addAll(own);
    fields.add(field("rolloutRestartTargets", TRANSLATED, "`restart.workloads`"));
    fields.add(field("destination.name", TRANSLATED, "`target.name`"));
    fields.add(
        field(
            "destination.create",
            TRANSLATED,
            "true: `creationPolicy: Owner` with `adopt`; false: `creationPolicy: Merge`"));
    fields.add(field("destination.overwrite", TRANSLATED, "`adopt` takes over what is there"));
    fields.add(field("destination.labels", TRANSLATED, "`target.template.metadata.labels`"));
    fields.add(
        field("destination.annotations", TRANSLATED, "`target.template.metadata.annotations`"));
    fields.add(field("destination.type", TRANSLATED, "`target.template.type`"));
    fields.add(
        field(
            "destination.transformation.templates",
            TRANSLATED,
            "`target.template.data`, with `.Secrets` as root"));
    fields.add(
        field(
            "destination.transformation.transformationRefs",
            TRANSLATED,
            "`target.template` has what it says"));
    fields.add(
        field(
            "destination.transformation.includes",
            TRANSLATED,
            "a condition in `target.template.templateFrom`"));
    fields.add(
        field(
            "destination.transformation.excludes",
            TRANSLATED,
            "a condition in `target.template.templateFrom`"));
    fields.add(field("destination.transformation.excludeRaw", UNNEEDED, "`_raw` is never written"));
    fields.add(
        field(
            "destination.transformation.resync",
            UNNEEDED,
            "an edit of the SecretSync is always written"));
    fields.add(field("metadata.labels", TRANSLATED, "labels of the SecretSync"));
    fields.add(field("metadata.annotations", TRANSLATED, "annotations of the SecretSync"));
    return fields;
  }

  private static List<KnownField> staticSecret() {
    return List.of(
        field("mount", TRANSLATED, "`path` of the store"),
        field("path", TRANSLATED, "`dataFrom[].extract.key`"),
        field("type", TRANSLATED, "`version` of the store"),
        field("version", TRANSLATED, "`dataFrom[].extract.version`"),
        field("refreshAfter", TRANSLATED, "`refreshInterval`"),
        field("hmacSecretData", UNNEEDED, "values are always compared by a keyed hash"),
        field("syncConfig.instantUpdates", TRANSLATED, "true: `subscribeEvents` of the store"));
  }

  private static List<KnownField> dynamicSecret() {
    return List.of(
        field("mount", TRANSLATED, "the beginning of the path"),
        field(
            "path",
            TRANSLATED,
            "`dataFrom[].dynamic.path`; of static credentials `dataFrom[].extract.key`"),
        field("requestHTTPMethod", TRANSLATED, "`dynamic.method`"),
        field("params", TRANSLATED, "`dynamic.parameters`"),
        field("renewalPercent", TRANSLATED, "`dynamic.renewAt`"),
        field("revoke", TRANSLATED, "`dynamic.revokeOnDelete`"),
        field("allowStaticCreds", TRANSLATED, "true: `dataFrom[].extract` of a key `role:...`"),
        field("refreshAfter", TRANSLATED, "`refreshInterval`"),
        field(
            "syncConfig.instantUpdates",
            UNNEEDED,
            "the lease says when a credential is to be renewed"));
  }

  private static List<KnownField> certificate() {
    return List.of(
        field("mount", TRANSLATED, "`pki.mount`"),
        field("role", TRANSLATED, "`pki.role`"),
        field("issuerRef", TRANSLATED, "`pki.issuerRef`"),
        field("commonName", TRANSLATED, "`pki.commonName`"),
        field("altNames", TRANSLATED, "`pki.altNames`"),
        field("ipSans", TRANSLATED, "`pki.ipSans`"),
        field("uriSans", TRANSLATED, "`pki.uriSans`"),
        field("otherSans", REFUSED, "`pki` asks for no other names"),
        field("userIDs", REFUSED, "`pki` asks for no user ids"),
        field("ttl", TRANSLATED, "`pki.ttl`"),
        field("notAfter", REFUSED, "`pki` renews what ends: use ttl"),
        field("expiryOffset", TRANSLATED, "`pki.renewBefore`"),
        field("format", TRANSLATED, "certificates and keys are PEM"),
        field("privateKeyFormat", TRANSLATED, "the key is PKCS #8"),
        field("excludeCNFromSans", REFUSED, "the common name is always among the names"),
        field(
            "revoke", CHECK, "nothing is revoked, so that rollouts have time: choose a short ttl"),
        field("clear", UNNEEDED, "true: the Secret goes with the SecretSync, or keeps its keys"));
  }

  private static List<KnownField> transformation() {
    return withoutMetadata(
        List.of(
            field("templates", TRANSLATED, "`target.template.data` of the syncs that refer to it"),
            field(
                "sourceTemplates",
                TRANSLATED,
                "`define` in the templates of the syncs that refer to it"),
            field("includes", TRANSLATED, "a condition in the syncs that refer to it"),
            field("excludes", TRANSLATED, "a condition in the syncs that refer to it")));
  }
}
