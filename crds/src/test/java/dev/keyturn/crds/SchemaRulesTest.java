package dev.keyturn.crds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SchemaRulesTest {
  private final Map<String, JsonNode> properties = new TreeMap<>();
  private final Map<String, JsonNode> nodes = new TreeMap<>();

  @BeforeAll
  void readSchemas() {
    CrdFiles.byKind()
        .forEach((kind, crd) -> {
          CrdFiles.properties(kind, CrdFiles.schema(crd), properties::put);
          collect(kind, CrdFiles.schema(crd));
        });
  }

  @Test
  void noDefaultStandsInASchema() {
    assertThat(broken(nodes, node -> !node.has("default"))).isEmpty();
  }

  @Test
  void everyPropertyHasADescription() {
    assertThat(properties).hasSizeGreaterThan(150);
    assertThat(broken(properties, node -> node.path("description").asText().length() > 10))
        .isEmpty();
  }

  @Test
  void everyOptionalScalarSaysItsDefault() {
    assertThat(scalars(false, "Default: "))
        .as("one of two: without it there is roleRef, or the project's other name")
        .containsExactly(
            "ClusterSecretStore.spec.provider.infisical.secretsScope.projectId",
            "ClusterSecretStore.spec.provider.infisical.secretsScope.projectSlug",
            "ClusterSecretStore.spec.provider.vault.auth.appRole.roleId",
            "SecretStore.spec.provider.infisical.secretsScope.projectId",
            "SecretStore.spec.provider.infisical.secretsScope.projectSlug",
            "SecretStore.spec.provider.vault.auth.appRole.roleId");
  }

  @Test
  void everyRequiredTextHasAnExample() {
    assertThat(scalars(true, "Example: ")).isEmpty();
  }

  @Test
  void everyStringIsBounded() {
    assertThat(ofType("string", node -> node.has("maxLength") || node.has("enum"))).isEmpty();
  }

  @Test
  void everyListIsBounded() {
    assertThat(ofType("array", node -> node.has("maxItems") && node.has("items"))).isEmpty();
  }

  @Test
  void everyMapIsBounded() {
    assertThat(
            broken(
                nodes,
                node ->
                    !node.has("additionalProperties") || node.path("maxProperties").asInt() > 0))
        .isEmpty();
  }

  @Test
  void unknownFieldsAreNeverKept() {
    assertThat(broken(nodes, node -> !node.has("x-kubernetes-preserve-unknown-fields"))).isEmpty();
  }

  @Test
  void everyDurationHasThePatternOfDurations() {
    List<String> durations =
        List.of("refreshInterval", "maxStaleness", "connect", "request", "ttl");
    properties.forEach((path, node) -> {
      if (durations.contains(path.substring(path.lastIndexOf('.') + 1))) {
        assertThat(node.path("pattern").asText()).as(path).startsWith("^([1-9][0-9]{0,3}d)?");
        assertThat(node.path("format").isMissingNode()).as(path).isTrue();
      }
    });
  }

  @Test
  void aReferenceOfANamespacedKindNamesNoNamespace() {
    assertThat(references("SecretStore")).isEmpty();
    assertThat(references("SecretSync")).isEmpty();
    assertThat(references("ClusterSecretSync")).isEmpty();
  }

  @Test
  void aReferenceToAKeyOfAClusterStoreMustNameItsNamespace() {
    String auth = "ClusterSecretStore.spec.provider.vault.auth.";
    String aws = "ClusterSecretStore.spec.provider.aws.auth.";
    String gcp = "ClusterSecretStore.spec.provider.gcp.auth.";
    String azure = "ClusterSecretStore.spec.provider.azure.";
    String infisical = "ClusterSecretStore.spec.provider.infisical.auth.";
    String kubernetes = "ClusterSecretStore.spec.provider.kubernetes.";
    assertThat(references("ClusterSecretStore"))
        .containsExactlyInAnyOrder(
            auth + "tokenSecretRef required",
            auth + "appRole.roleRef required",
            auth + "appRole.secretRef required",
            auth + "kubernetes.secretRef required",
            auth + "cert.clientCert required",
            auth + "cert.secretRef required",
            auth + "gcp.secretRef.secretAccessKeySecretRef required",
            auth + "gcp.workloadIdentity.serviceAccountRef optional",
            auth + "iam.jwt.serviceAccountRef optional",
            auth + "iam.secretRef.accessKeyIDSecretRef required",
            auth + "iam.secretRef.secretAccessKeySecretRef required",
            auth + "iam.secretRef.sessionTokenSecretRef required",
            auth + "jwt.kubernetesServiceAccountToken.serviceAccountRef optional",
            auth + "jwt.secretRef required",
            auth + "ldap.secretRef required",
            auth + "userPass.secretRef required",
            "ClusterSecretStore.spec.provider.vault.tls.certSecretRef required",
            "ClusterSecretStore.spec.provider.vault.tls.keySecretRef required",
            auth + "kubernetes.serviceAccountRef optional",
            aws + "secretRef.accessKeyIDSecretRef required",
            aws + "secretRef.secretAccessKeySecretRef required",
            aws + "secretRef.sessionTokenSecretRef required",
            aws + "jwt.serviceAccountRef optional",
            gcp + "secretRef.secretAccessKeySecretRef required",
            gcp + "workloadIdentity.serviceAccountRef optional",
            azure + "authSecretRef.clientId required",
            azure + "authSecretRef.clientSecret required",
            azure + "authSecretRef.clientCertificate required",
            azure + "serviceAccountRef optional",
            "ClusterSecretStore.spec.provider.github.privateKeySecretRef required",
            infisical + "universalAuthCredentials.clientId required",
            infisical + "universalAuthCredentials.clientSecret required",
            infisical + "kubernetesAuthCredentials.identityId required",
            infisical + "kubernetesAuthCredentials.serviceAccountRef optional",
            infisical + "tokenAuthCredentials.accessToken required",
            kubernetes + "auth.serviceAccount optional",
            kubernetes + "auth.token.bearerToken required",
            kubernetes + "server.caProvider required",
            "ClusterSecretStore.spec.provider.webhook.secrets[].secretRef required",
            "ClusterSecretStore.spec.caProvider required");
  }

  private List<String> references(String kind) {
    TreeSet<String> found = new TreeSet<>();
    properties.forEach((path, node) -> {
      JsonNode children = node.path("properties");
      if (path.startsWith(kind + ".spec.") && children.has("name") && children.has("namespace")) {
        found.add(path + (requires(node, "namespace") ? " required" : " optional"));
      }
    });
    return List.copyOf(found);
  }

  /** Scalars below spec, required or not, whose description lacks a word; no enums. */
  private List<String> scalars(boolean required, String word) {
    TreeSet<String> found = new TreeSet<>();
    nodes.forEach((path, node) ->
        node.path("properties")
            .properties()
            .forEach(entry -> {
              String child = path + "." + entry.getKey();
              if (child.contains(".spec.")
                  && isScalar(entry.getValue())
                  && requires(node, entry.getKey()) == required
                  && !(required && entry.getValue().has("enum"))
                  && !entry.getValue().path("description").asText().contains(word)) {
                found.add(child);
              }
            }));
    return List.copyOf(found);
  }

  private static boolean isScalar(JsonNode node) {
    return List.of("string", "integer", "boolean").contains(node.path("type").asText());
  }

  private static boolean requires(JsonNode node, String name) {
    return node.path("required").toString().contains("\"" + name + "\"");
  }

  private List<String> ofType(String type, Predicate<JsonNode> rule) {
    return broken(nodes, node -> !type.equals(node.path("type").asText()) || rule.test(node));
  }

  private static List<String> broken(Map<String, JsonNode> nodes, Predicate<JsonNode> rule) {
    return nodes.entrySet().stream()
        .filter(entry -> !rule.test(entry.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private void collect(String path, JsonNode schema) {
    nodes.put(path, schema);
    schema
        .path("properties")
        .properties()
        .forEach(entry -> collect(path + "." + entry.getKey(), entry.getValue()));
    for (String part : List.of("items", "additionalProperties")) {
      if (schema.has(part)) {
        collect(path + "." + part, schema.get(part));
      }
    }
  }
}
