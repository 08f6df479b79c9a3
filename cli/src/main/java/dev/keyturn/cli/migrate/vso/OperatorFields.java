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
  private static final Map<String, List<KnownField>> FIELDS = new LinkedHashMap<>();

  /** Kinds of which nothing is translated, and why. */
  private static final Map<String, String> REFUSED_KINDS = new LinkedHashMap<>();

  private OperatorFields() {}

  static {
    FIELDS.put(Resource.CONNECTION, LoginFields.connection());
    FIELDS.put(Resource.AUTH, LoginFields.auth());
    FIELDS.put(Resource.GLOBAL, LoginFields.global());
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

  static KnownField field(String path, Fate fate, String becomes) {
    return new KnownField(path.startsWith("metadata.") ? path : "spec." + path, fate, becomes);
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
    return LoginFields.withoutMetadata(
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
