package dev.keyturn.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.e2e.component.Provision;
import dev.keyturn.e2e.process.Answer;
import dev.keyturn.e2e.process.HttpCaller;
import dev.keyturn.e2e.process.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A control plane with the chart and its admission policies, and two people who may write every
 * kind of ours and namespaces: {@code holder} may create tokens of the ServiceAccount {@code
 * backend} as well, relabel namespaces and grant all; {@code other} may not.
 */
final class PolicedCluster implements AutoCloseable {
  static final String GROUP = "/apis/keyturn.dev/v1alpha1";
  private static final String POLICIES =
      "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies/";
  private static final String ROLES = "/apis/rbac.authorization.k8s.io/v1";
  private static final String ALL_OF_OURS =
      """
      - {apiGroups: [keyturn.dev], resources: ["*"], verbs: [create, get, update, patch]}
      - apiGroups: [""]
        resources: [namespaces, namespaces/status, namespaces/finalize]
        verbs: [create, get, update, patch]
      """;
  private static final String MORE =
      """
      - {apiGroups: [keyturn.dev], resources: [tenantsecretscopes], verbs: [relabel, grant-all]}
      """;
  private static final String TOKEN =
      """
      - {apiGroups: [""], resources: [serviceaccounts/token], resourceNames: [backend], verbs: [create]}
      """;

  /** What a policy refuses to {@code other}. */
  private record Probe(String policy, String object) {}

  private static final List<Probe> PROBES =
      List.of(
          new Probe("keyturn-sync-targets", sync("{name: bootstrap-token-abcdef}")),
          new Probe(
              "keyturn-cluster-sync-targets",
              """
              apiVersion: keyturn.dev/v1alpha1
              kind: ClusterSecretSync
              metadata: {name: bootstrap-token-abcdef}
              spec:
                namespaceSelector: {}
                spec:
                  secretStoreRef: {name: vault}
                  data: [{secretKey: a, remoteRef: {key: a}}]
              """),
          new Probe("keyturn-store-logins", store("SecretStore", "name: backend")),
          new Probe("keyturn-cluster-store-logins", store("ClusterSecretStore", "name: backend")),
          new Probe("keyturn-scopes", scope("{name: vault, write: ['**']}")),
          new Probe(
              "keyturn-namespace-labels",
              "{apiVersion: v1, kind: Namespace, metadata: {name: new, labels:"
                  + " {keyturn.dev/tenant: shop}}}"));

  private final ChartCluster cluster;

  /**
   * Starts it.
   *
   * @param folder for the files of values
   */
  PolicedCluster(Provision provision, Path folder) {
    cluster = new ChartCluster(provision, folder);
  }

  /** Installs the chart and waits until every policy counts. */
  void install() {
    List.of(Render.NAMESPACE, "shop").forEach(cluster::createRestrictedNamespace);
    cluster.install("keyturn", Render.NAMESPACE, "namespaces: [{name: shop}]");
    List.of("holder", "other").forEach(account -> cluster.ensureServiceAccount("shop", account));
    role("clusterroles", "writer", ALL_OF_OURS);
    role("clusterroles", "holder", MORE);
    bind("clusterrolebindings", "writer", "ClusterRole", "holder", "other");
    bind("clusterrolebindings", "holder", "ClusterRole", "holder");
    role("namespaces/shop/roles", "token", TOKEN);
    bind("namespaces/shop/rolebindings", "token", "Role", "holder");
    awaitPolicies();
  }

  /** The server knows a new policy some moments after it was made, and each by itself. */
  private void awaitPolicies() {
    HttpCaller other = as("other");
    for (Probe probe : PROBES) {
      JsonNode object = Yaml.parse(probe.object());
      Waiting.until(
          Duration.ofSeconds(60),
          () -> message(rehearse(other, object)).contains("'" + probe.policy() + "' "),
          () -> probe.policy() + " does not count: " + rehearse(other, object));
    }
    assertThat(
            Yaml.elements(cluster.get(POLICIES.substring(0, POLICIES.length() - 1)).path("items")))
        .extracting(policy -> policy.at("/metadata/name").asText())
        .containsExactlyInAnyOrderElementsOf(policies());
  }

  List<String> policies() {
    return PROBES.stream().map(Probe::policy).toList();
  }

  JsonNode policy(String name) {
    return cluster.get(POLICIES + name);
  }

  JsonNode get(String path) {
    return cluster.get(path);
  }

  HttpCaller admin() {
    return cluster.admin();
  }

  HttpCaller as(String account) {
    return cluster.as("shop", account);
  }

  HttpCaller operator() {
    return cluster.as(Render.NAMESPACE, "keyturn");
  }

  static String sync(String target) {
    return """
    apiVersion: keyturn.dev/v1alpha1
    kind: SecretSync
    metadata: {name: db, namespace: shop}
    spec:
      secretStoreRef: {name: vault}
      data: [{secretKey: a, remoteRef: {key: a}}]
      target: %s
    """
        .formatted(target);
  }

  static String store(String kind, String reference) {
    return """
    apiVersion: keyturn.dev/v1alpha1
    kind: %s
    metadata: {name: vault, namespace: shop}
    spec:
      provider:
        vault:
          server: https://vault.example:8200
          path: secret
          auth: {kubernetes: {mountPath: kubernetes, role: shop, serviceAccountRef: {%s}}}
    """
        .formatted(kind, reference);
  }

  static String scope(String stores) {
    return """
    apiVersion: keyturn.dev/v1alpha1
    kind: TenantSecretScope
    metadata: {name: shop}
    spec:
      tenant: shop
      namespaces: {names: [shop]}
      stores: [%s]
    """
        .formatted(stores);
  }

  /** What the server says to an object that somebody would create; nothing is stored. */
  static Answer rehearse(HttpCaller caller, JsonNode object) {
    String kind = object.path("kind").asText();
    String namespace = object.at("/metadata/namespace").asText("default");
    String path =
        kind.equals("Namespace")
            ? "/api/v1/namespaces"
            : GROUP
                + (kind.startsWith("Secret")
                    ? "/namespaces/" + (namespace.isEmpty() ? "default" : namespace)
                    : "")
                + "/"
                + ChartCluster.plural(kind);
    return caller.call(
        "POST",
        path + "?dryRun=All&fieldValidation=Strict",
        "application/json",
        withoutNamespace(object).toString());
  }

  private static JsonNode withoutNamespace(JsonNode object) {
    if (object.path("kind").asText().startsWith("Secret")) {
      return object;
    }
    ObjectNode copy = object.deepCopy();
    copy.withObject("/metadata").remove("namespace");
    return copy;
  }

  static Answer merge(HttpCaller caller, String path, String patch) {
    return caller.call("PATCH", path, "application/merge-patch+json", Yaml.parse(patch).toString());
  }

  static String message(Answer answer) {
    return answer.json().path("message").asText();
  }

  private void role(String collection, String name, String rules) {
    admin()
        .post(
            ROLES + "/" + collection,
            Yaml.parse("metadata: {name: %s}\nrules:\n%s".formatted(name, rules)))
        .orThrow();
  }

  private void bind(String collection, String role, String kind, String... accounts) {
    StringBuilder subjects = new StringBuilder();
    for (String account : accounts) {
      subjects.append("- {kind: ServiceAccount, namespace: shop, name: %s}\n".formatted(account));
    }
    admin()
        .post(
            ROLES + "/" + collection,
            Yaml.parse(
                "metadata: {name: %s}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: %s, name: %s}\nsubjects:\n%s"
                    .formatted(role, kind, role, subjects)))
        .orThrow();
  }

  @Override
  public void close() {
    cluster.close();
  }
}
