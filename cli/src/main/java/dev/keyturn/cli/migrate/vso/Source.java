package dev.keyturn.cli.migrate.vso;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.cli.migrate.translation.FieldRemarks;
import dev.keyturn.crds.v1alpha1.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a sync reads.
 *
 * @param mount of the key-value engine, or null
 * @param path as a TenantSecretScope names it
 * @param entry of {@code dataFrom}
 */
record Source(@Nullable Mount mount, String path, ObjectNode entry) {
  private static final int LEAST_RENEWAL = 10;

  /** Reads it; what cannot be read is remarked. */
  static Source of(Resource secret, ObjectNode entry) {
    return switch (secret.kind()) {
      case Resource.STATIC -> keyValue(secret, entry);
      case Resource.DYNAMIC -> issued(secret, entry);
      default -> certificate(secret, entry);
    };
  }

  private static Source keyValue(Resource secret, ObjectNode entry) {
    String version = secret.text("type").equals("kv-v1") ? "v1" : "v2";
    String key = trimmed(required(secret, "path"));
    ObjectNode extract = entry.putObject("extract").put("key", key);
    if (!secret.node("syncConfig.instantUpdates").isMissingNode()) {
      if (secret.is("syncConfig.instantUpdates")) {
        secret
            .remarks()
            .translated("spec.syncConfig.instantUpdates", "subscribeEvents of the store");
      } else {
        secret.remarks().unneeded("spec.syncConfig.instantUpdates", "it is off");
      }
    }
    int pinned = secret.node("version").asInt(0);
    if (pinned > 0 && version.equals("v2")) {
      extract.put("version", String.valueOf(pinned));
    } else if (!secret.node("version").isMissingNode()) {
      secret.remarks().unneeded("spec.version", "it is the newest that is read");
    }
    return new Source(new Mount(trimmed(required(secret, "mount")), version), key, entry);
  }

  private static Source issued(Resource secret, ObjectNode entry) {
    FieldRemarks remarks = secret.remarks();
    String path = trimmed(required(secret, "mount")) + "/" + trimmed(required(secret, "path"));
    boolean ofRole = path.matches(".+/static-creds?/.+");
    if (ofRole) {
      String key = "role:" + path;
      if (secret.is("allowStaticCreds")) {
        remarks.translated(
            "spec.allowStaticCreds", "a key of dataFrom[].extract that begins role:");
      }
      entry.putObject("extract").put("key", key);
      remarks.check(
          "spec.path",
          "ttl, rotation_period and last_vault_rotation are no keys of the Secret: times that"
              + " count down would change it at each refresh");
      for (String field : List.of("params", "requestHTTPMethod", "renewalPercent", "revoke")) {
        if (!secret.node(field).isMissingNode()) {
          remarks.unneeded("spec." + field, "a static role has no lease");
        }
      }
      return new Source(null, key, entry);
    }
    if (secret.is("allowStaticCreds")) {
      remarks.refused(
          "spec.allowStaticCreds", "static credentials are read from static-creds or static-cred");
    } else if (!secret.node("allowStaticCreds").isMissingNode()) {
      remarks.unneeded("spec.allowStaticCreds", "it is no static credential");
    }
    remarks.translated("spec.path", "dataFrom[].dynamic.path");
    ObjectNode dynamic = entry.putObject("dynamic").put("path", path);
    Map<String, String> parameters = secret.map("params");
    if (!parameters.isEmpty() || secret.text("requestHTTPMethod").matches("PUT|POST")) {
      dynamic.put("method", "POST");
    }
    if (!parameters.isEmpty()) {
      ObjectNode all = dynamic.putObject("parameters");
      parameters.forEach(all::put);
    }
    renewal(secret, dynamic);
    if (secret.is("revoke")) {
      dynamic.put("revokeOnDelete", true);
    }
    return new Source(null, "dynamic:" + path, entry);
  }

  private static void renewal(Resource secret, ObjectNode dynamic) {
    if (secret.node("renewalPercent").isMissingNode()) {
      return;
    }
    int percent = secret.node("renewalPercent").asInt();
    if (percent < LEAST_RENEWAL) {
      secret.remarks().check("spec.renewalPercent", "renewAt is 10 at the least");
    }
    dynamic.put("renewAt", Math.max(LEAST_RENEWAL, percent));
  }

  private static Source certificate(Resource secret, ObjectNode entry) {
    FieldRemarks remarks = secret.remarks();
    String mount = trimmed(required(secret, "mount"));
    String role = required(secret, "role");
    ObjectNode pki = entry.putObject("pki").put("mount", mount).put("role", role);
    if (!secret.text("issuerRef").isEmpty()) {
      pki.put("issuerRef", secret.text("issuerRef"));
    }
    pki.put("commonName", required(secret, "commonName"));
    for (String names : List.of("altNames", "ipSans", "uriSans")) {
      List<String> all = secret.texts(names);
      if (!all.isEmpty()) {
        ArrayNode list = pki.putArray(names);
        all.forEach(list::add);
      }
    }
    time(secret, "ttl", pki, "ttl");
    time(secret, "expiryOffset", pki, "renewBefore");
    for (String refused : List.of("otherSans", "userIDs", "notAfter", "excludeCNFromSans")) {
      boolean set =
          !secret.texts(refused).isEmpty() || !secret.node(refused).asText("").matches("|false");
      if (set) {
        remarks.refused("spec." + refused, OperatorFields.becomes(secret.kind(), refused));
      } else if (!secret.node(refused).isMissingNode()) {
        remarks.unneeded("spec." + refused, "it asks for nothing");
      }
    }
    if (!secret.text("format").matches("|pem")) {
      remarks.refused("spec.format", "certificates are PEM, one file for each of their keys");
    }
    if (!secret.text("privateKeyFormat").matches("|pkcs8")) {
      remarks.check("spec.privateKeyFormat", "the key is PKCS #8, where it was as Vault gave it");
    }
    if (!secret.is("revoke") && !secret.node("revoke").isMissingNode()) {
      remarks.unneeded("spec.revoke", "nothing is revoked");
    }
    return new Source(null, "pki:" + mount + "/" + role, entry);
  }

  private static void time(Resource secret, String field, ObjectNode to, String name) {
    String text = secret.text(field);
    if (text.isEmpty()) {
      return;
    }
    Optional<String> time = duration(text);
    if (time.isEmpty()) {
      secret.remarks().refused("spec." + field, "no duration as 30s, 5m or 1h");
    }
    time.ifPresent(it -> to.put(name, it));
  }

  /** In our form; as it is where it is that already. */
  static Optional<String> duration(String text) {
    Optional<Duration> ours = Durations.parse(text);
    return ours.isPresent() ? Optional.of(text) : GoDuration.parse(text).map(Durations::text);
  }

  private static String required(Resource secret, String field) {
    String value = secret.text(field);
    if (value.isEmpty()) {
      secret.remarks().refused("spec." + field, "it is not there");
    }
    return value;
  }

  private static String trimmed(String path) {
    return path.replaceAll("^/+|/+$", "");
  }
}
