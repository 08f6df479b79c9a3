package dev.keyturn.cli.migrate.vso;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.cli.migrate.translation.FieldRemarks;
import dev.keyturn.cli.migrate.vso.Login.Authority;
import dev.keyturn.crds.v1alpha1.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one VaultAuth together with what it refers to. */
final class LoginReader {
  private static final Duration LONGEST_REQUEST = Duration.ofMinutes(5);
  private static final Set<String> REFUSED_METHOD_FIELDS =
      Set.of("appRole.secretIDPath", "aws.stsEndpoint", "aws.irsaServiceAccount", "gcp");

  private final Resources resources;
  private final @Nullable String server;

  /**
   * @param server the address, where no VaultConnection is there
   */
  LoginReader(Resources resources, @Nullable String server) {
    this.resources = resources;
    this.server = server;
  }

  /** The login; null where it is remarked why there is none. */
  @Nullable Login read(Resource auth) {
    @Nullable Resource global = global(auth);
    if (auth.remarks().isRefused()) {
      return null;
    }
    Values values = new Values(auth, global);
    @Nullable Resource connection = connection(auth, global);
    String method = values.first("method", "defaultAuthMethod");
    String mount = values.ofMethod("mount", method, "mount", "defaultMount");
    for (String refused : List.of("params", method + ".params")) {
      values.refuse(refused, "a login of ours has no further parameters");
    }
    REFUSED_METHOD_FIELDS.stream()
        .filter(it -> it.startsWith(method))
        .forEach(it -> values.refuse(it, null));
    ObjectNode login = JsonNodeFactory.instance.objectNode();
    boolean ofServiceAccount = new LoginMethod(values, mount).write(method, login);
    Map<String, String> headers = headers(auth, global, method);
    if (connection != null) {
      Map<String, String> all = connection.map("headers");
      all.forEach(headers::putIfAbsent);
      check(connection);
    }
    for (String name : headers.keySet()) {
      if (name.toLowerCase(Locale.ROOT)
          .matches("x-vault-.*|authorization|cookie|host|x-correlation-id")) {
        auth.remarks().refused("spec.headers", name + " is a header that ours sets itself");
      }
    }
    if (global != null && global.remarks().isRefused()) {
      auth.remarks().refused("spec.vaultAuthGlobalRef", "it is refused: see there");
    }
    if (connection != null && connection.remarks().isRefused()) {
      auth.remarks().refused("spec.vaultConnectionRef", "it is refused: see there");
    }
    if (auth.remarks().isRefused()) {
      return null;
    }
    List<Resource> saidBy = new ArrayList<>(List.of(auth));
    if (global != null) {
      saidBy.add(global);
    }
    if (connection != null) {
      saidBy.add(connection);
    }
    String ca = connection == null ? "" : connection.text("caCertSecretRef");
    String namespace = values.ofMethod("namespace", method, "namespace", "defaultVaultNamespace");
    return new Login(
        auth.name(),
        auth.namespace(),
        connection == null ? String.valueOf(server) : connection.text("address"),
        ca.isEmpty() || connection == null ? null : new Authority(connection.namespace(), ca),
        headers,
        connection == null ? null : timeout(connection),
        namespace.isEmpty() ? null : namespace,
        method,
        login,
        ofServiceAccount,
        saidBy,
        auth.texts("allowedNamespaces"));
  }

  private @Nullable Resource global(Resource auth) {
    if (auth.node("vaultAuthGlobalRef").isMissingNode()) {
      return null;
    }
    String namespace = auth.text("vaultAuthGlobalRef.namespace");
    String name = auth.text("vaultAuthGlobalRef.name");
    String reference = namespace.isEmpty() ? name : namespace + "/" + name;
    Resource global = resources.find(Resource.GLOBAL, auth.namespace(), reference);
    if (global == null) {
      auth.remarks()
          .refused("spec.vaultAuthGlobalRef", "this VaultAuthGlobal is not among the manifests");
    }
    return global;
  }

  private @Nullable Resource connection(Resource auth, @Nullable Resource global) {
    Resource of = auth;
    if (auth.text("vaultConnectionRef").isEmpty() && global != null) {
      of = global;
    }
    String reference = of.text("vaultConnectionRef");
    Resource connection = resources.find(Resource.CONNECTION, of.namespace(), reference);
    if (connection == null && server == null) {
      auth.remarks()
          .refused(
              "spec.vaultConnectionRef",
              "its VaultConnection is not among the manifests: add it, or give the address by"
                  + " --server");
    }
    return connection;
  }

  private static void check(Resource connection) {
    FieldRemarks remarks = connection.remarks();
    String address = connection.text("address");
    if (remarks.hasSpoken("spec.address")) {
      return;
    }
    if (!address.matches("https?://[^\\s/?#@]+(/[^\\s?#]*)?")) {
      remarks.refused("spec.address", "the address of Vault is no http or https URL");
    } else if (address.startsWith("http:")) {
      remarks.check(
          "spec.address",
          "the operator speaks plain http only to hosts of its flag --endpoints-allow");
    }
    if (!connection.is("skipTLSVerify") && !connection.node("skipTLSVerify").isMissingNode()) {
      remarks.unneeded("spec.skipTLSVerify", "certificates are always verified");
    }
  }

  private static @Nullable String timeout(Resource connection) {
    String text = connection.text("timeout");
    if (text.isEmpty()) {
      return null;
    }
    Optional<Duration> timeout = GoDuration.parse(text);
    if (timeout.isEmpty()
        || timeout.get().compareTo(Duration.ofSeconds(1)) < 0
        || timeout.get().compareTo(LONGEST_REQUEST) > 0) {
      connection.remarks().check("spec.timeout", "timeouts.request is between 1s and 5m");
      return null;
    }
    return Durations.text(timeout.get());
  }

  private static Map<String, String> headers(
      Resource auth, @Nullable Resource global, String method) {
    Map<String, String> headers = new LinkedHashMap<>(auth.map("headers"));
    if (global == null) {
      return headers;
    }
    Map<String, String> ofMethod = global.map(method + ".headers");
    Map<String, String> defaults = global.map("headers");
    switch (auth.text("vaultAuthGlobalRef.mergeStrategy.headers")) {
      case "union" -> {
        ofMethod.forEach(headers::putIfAbsent);
        defaults.forEach(headers::putIfAbsent);
      }
      case "replace" -> {
        if (headers.isEmpty()) {
          headers.putAll(ofMethod.isEmpty() ? defaults : ofMethod);
        }
      }
      default -> {
        // Those of the VaultAuthGlobal count for nothing.
      }
    }
    return headers;
  }
}
