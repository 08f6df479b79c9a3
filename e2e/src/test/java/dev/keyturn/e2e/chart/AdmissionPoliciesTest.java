package dev.keyturn.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.crds.ManifestTree;
import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.component.Component;
import dev.keyturn.e2e.component.Provision;
import dev.keyturn.e2e.component.SourceTree;
import dev.keyturn.e2e.process.Answer;
import dev.keyturn.e2e.process.HttpCaller;
import dev.keyturn.e2e.process.Waiting;
import dev.keyturn.proof.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The chart's ValidatingAdmissionPolicies beside the rules of the CRDs, on a real API server. */
@RequiresComponents({Component.ETCD, Component.KUBE_APISERVER, Component.KUBE_CONTROLLER_MANAGER})
@TestInstance(Lifecycle.PER_CLASS)
@Proves("P042")
final class AdmissionPoliciesTest {
  private static final String EXPECT = "# expect: ";

  private final PolicedCluster cluster;

  AdmissionPoliciesTest(@TempDir Path folder, Provision provision) {
    cluster = new PolicedCluster(provision, folder);
  }

  @BeforeAll
  void install() {
    cluster.install();
  }

  @AfterAll
  void stop() {
    cluster.close();
  }

  @TestFactory
  Stream<DynamicTest> manifestsOfTheSchemaAreJudgedAsTheirNamesSayWithThePoliciesToo() {
    return ManifestTree.cases().stream()
        .map(manifest ->
            DynamicTest.dynamicTest(
                manifest.path(),
                () -> judge(manifest.valid(), manifest.expected(), Yaml.parse(manifest.yaml()))));
  }

  @TestFactory
  Stream<DynamicTest> manifestsOfThePoliciesAreJudgedAsTheirNamesSay() {
    Path folder = SourceTree.root().resolve("e2e/src/test/resources/admission");
    List<Path> files = ProjectFiles.yamlFiles(folder);
    assertThat(files).hasSizeGreaterThan(15);
    return files.stream()
        .map(file -> {
          String name = file.getFileName().toString();
          String text = ProjectFiles.text(file);
          String expected =
              name.startsWith("valid-")
                  ? ""
                  : text.lines().findFirst().orElseThrow().substring(EXPECT.length());
          return DynamicTest.dynamicTest(
              name, () -> judge(name.startsWith("valid-"), expected, Yaml.parse(text)));
        });
  }

  /** Strictly, and as somebody who may everything: what is refused is so for whoever writes it. */
  private void judge(boolean valid, String expected, JsonNode manifest) {
    Answer answer = PolicedCluster.rehearse(cluster.admin(), manifest);
    if (valid) {
      assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    } else {
      assertThat(answer.status()).as(answer.text()).isIn(400, 403, 422);
      assertThat(PolicedCluster.message(answer)).contains(expected);
    }
  }

  @TestFactory
  Stream<DynamicTest> examplesAreAccepted() throws IOException {
    try (Stream<Path> found = Files.walk(SourceTree.root().resolve("examples"))) {
      List<Path> files = found.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
      return files.stream()
          .map(file ->
              DynamicTest.dynamicTest(
                  SourceTree.root().relativize(file).toString(),
                  () ->
                      Yaml.documents(filledIn(ProjectFiles.text(file))).stream()
                          .filter(it -> it.path("apiVersion").asText().startsWith("keyturn.dev/"))
                          .forEach(it -> judge(true, "", inShop(it)))));
    }
  }

  /** What a reader puts in place of these words has the form that the schema asks for. */
  private static String filledIn(String text) {
    return text.replaceAll("\\b(PROJECT|CLUSTER|LOCATION)\\b", "placeholder");
  }

  private static JsonNode inShop(JsonNode manifest) {
    ObjectNode copy = manifest.deepCopy();
    copy.withObject("/metadata").put("namespace", "shop");
    return copy;
  }

  /** The controller manager reads the expressions with the schema of the kinds. */
  @Test
  void everyExpressionFitsTheSchemaOfItsKind() {
    for (String policy : cluster.policies()) {
      Waiting.until(
          Duration.ofSeconds(60),
          () -> cluster.policy(policy).at("/status/observedGeneration").asInt() > 0,
          () -> "not checked: " + policy);
      assertThat(cluster.policy(policy).at("/status/typeChecking/expressionWarnings"))
          .as(policy)
          .isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "SecretStore, name: backend, holder, true",
    "SecretStore, name: backend, other, false",
    "SecretStore, name: stronger, holder, false",
    "ClusterSecretStore, 'name: backend, namespace: shop', holder, true",
    "ClusterSecretStore, 'name: backend, namespace: shop', other, false",
    "ClusterSecretStore, name: backend, holder, false",
  })
  void onlyWhoMayCreateTokensOfAServiceAccountWritesAStoreThatNamesIt(
      String kind, String reference, String account, boolean allowed) {
    Answer answer =
        PolicedCluster.rehearse(
            cluster.as(account), Yaml.parse(PolicedCluster.store(kind, reference)));

    if (allowed) {
      assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    } else {
      assertThat(answer.status()).isEqualTo(403);
      assertThat(PolicedCluster.message(answer))
          .contains(
              "spec.provider.vault.auth.kubernetes.serviceAccountRef: ",
              ":shop:" + account + " may not create tokens of ServiceAccount ",
              "ask for the right to create serviceaccounts/token of that name");
    }
  }

  /** Else whoever may edit a store could send the token of its ServiceAccount elsewhere. */
  @Test
  void anEditOfTheSpecNeedsTheRightAgainAndOneOfTheMetadataDoesNot() {
    HttpCaller other = cluster.as("other");
    String stores = PolicedCluster.GROUP + "/namespaces/shop/secretstores";
    cluster
        .as("holder")
        .post(
            stores,
            named(Yaml.parse(PolicedCluster.store("SecretStore", "name: backend")), "edited"))
        .orThrow();

    Answer elsewhere =
        PolicedCluster.merge(
            other,
            stores + "/edited",
            "{spec: {provider: {vault: {server: 'https://evil.example'}}}}");
    assertThat(elsewhere.status()).isEqualTo(403);
    assertThat(PolicedCluster.message(elsewhere)).contains("serviceAccountRef: ");
    assertThat(
            PolicedCluster.merge(other, stores + "/edited", "{metadata: {labels: {team: a}}}")
                .status())
        .isEqualTo(200);
    assertThat(
            PolicedCluster.merge(other, stores + "/edited/status", "{status: {provider: vault}}")
                .status())
        .isEqualTo(200);
  }

  @Test
  void everyFieldThatNamesAServiceAccountIsAskedAbout() {
    for (String kind : List.of("secretstores", "clustersecretstores")) {
      List<String> fields = new ArrayList<>();
      accounts(
          Yaml.parse(
                  ProjectFiles.text(
                      ProjectFiles.generatedCrds().resolve("keyturn.dev_" + kind + ".yaml")))
              .at("/spec/versions/0/schema/openAPIV3Schema/properties/spec"),
          "spec",
          fields);
      String policy =
          kind.equals("secretstores") ? "keyturn-store-logins" : "keyturn-cluster-store-logins";
      JsonNode validations = cluster.policy(policy).at("/spec/validations");

      assertThat(fields).hasSizeGreaterThan(8);
      assertThat(Yaml.elements(validations))
          .extracting(it -> it.path("messageExpression").asText().replaceAll("^'([^:]*):.*", "$1"))
          .containsExactlyInAnyOrderElementsOf(fields);
    }
  }

  /** What has audiences is a reference to a ServiceAccount. */
  private static void accounts(JsonNode schema, String path, List<String> found) {
    if (schema.at("/properties/audiences").isObject()) {
      found.add(path);
    }
    schema
        .path("properties")
        .properties()
        .forEach(it -> accounts(it.getValue(), path + "." + it.getKey(), found));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/status", "/finalize"})
  void protectedLabelsOfANamespaceChangeOnlyForHoldersOfRelabel(String subresource) {
    String name = "ns" + subresource.replace("/", "-");
    HttpCaller other = cluster.as("other");
    HttpCaller holder = cluster.as("holder");
    String namespaces = "/api/v1/namespaces";
    other.post(namespaces, namespace(name)).orThrow();

    for (String value : List.of("a", "b", "null")) {
      ObjectNode wanted = (ObjectNode) cluster.get(namespaces + "/" + name);
      ObjectNode labels = wanted.withObject("/metadata/labels");
      if (value.equals("null")) {
        labels.remove("keyturn.dev/tenant");
      } else {
        labels.put("keyturn.dev/tenant", value);
      }
      String path = namespaces + "/" + name + subresource;

      Answer refused = other.call("PUT", path, "application/json", wanted.toString());
      assertThat(refused.status()).as(refused.text()).isEqualTo(403);
      assertThat(PolicedCluster.message(refused))
          .contains(
              "metadata.labels: keyturn.dev/tenant ",
              "ask for the verb relabel on tenantsecretscopes");
      holder.call("PUT", path, "application/json", wanted.toString()).orThrow();
      assertThat(
              PolicedCluster.merge(
                      other,
                      namespaces + "/" + name,
                      "{metadata: {labels: {free: '" + value + "'}}}")
                  .status())
          .isEqualTo(200);
    }
  }

  private static JsonNode namespace(String name) {
    return Yaml.parse("{apiVersion: v1, kind: Namespace, metadata: {name: %s}}".formatted(name));
  }

  @ParameterizedTest
  @CsvSource({
    "'**', other, false",
    "'*', other, false",
    "'*/**', other, false",
    "'**', holder, true",
    "'tenants/${tenant}/**', other, true",
    "'*/shop', other, true",
  })
  void everyPathOfASharedStoreIsOpenedForWritingByHoldersOfGrantAllOnly(
      String path, String account, boolean allowed) {
    Answer answer =
        PolicedCluster.rehearse(
            cluster.as(account),
            Yaml.parse(PolicedCluster.scope("{name: vault, write: ['%s']}".formatted(path))));

    assertThat(answer.status()).as(answer.text()).isEqualTo(allowed ? 201 : 403);
    if (!allowed) {
      assertThat(PolicedCluster.message(answer))
          .contains("spec.stores.write: ", "ask for the verb grant-all on tenantsecretscopes");
    }
  }

  @Test
  void ownStoresAndReadingAreNotWithheld() {
    HttpCaller other = cluster.as("other");

    assertThat(
            PolicedCluster.rehearse(
                    other,
                    Yaml.parse(
                        PolicedCluster.scope("{kind: SecretStore, name: vault, write: ['**']}")))
                .status())
        .isEqualTo(201);
    assertThat(
            PolicedCluster.rehearse(
                    other, Yaml.parse(PolicedCluster.scope("{name: vault, read: ['**']}")))
                .status())
        .isEqualTo(201);
  }

  /** 5,000 long paths: what a question costs is bounded, and so large scopes must stay below it. */
  @Test
  void aLargeScopeDoesNotCostTooMuch() {
    StringBuilder paths = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      paths
          .append(i == 0 ? "" : ", ")
          .append("'tenants/${tenant}/some/long/folder/of/path/")
          .append(i);
      paths.append("/and/more/of/it/until/it/is/long/**'");
    }
    StringBuilder stores = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      stores
          .append(i == 0 ? "" : ", ")
          .append("{name: store-%d, read: [%s], write: [%s]}".formatted(i, paths, paths));
    }
    Answer answer =
        PolicedCluster.rehearse(
            cluster.as("other"), Yaml.parse(PolicedCluster.scope(stores.toString())));

    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
  }

  /** An object of before the policies is finalized and collected whatever its spec says. */
  @Test
  void theOperatorIsNotStoppedNorIsAChangeThatLeavesTheSpec() {
    String syncs = PolicedCluster.GROUP + "/namespaces/shop/secretsyncs";
    HttpCaller operator = cluster.operator();

    JsonNode reserved = Yaml.parse(PolicedCluster.sync("{name: bootstrap-token-abcdef}"));
    Answer byOperator =
        operator.call(
            "PATCH",
            syncs + "/stamped?fieldManager=keyturn",
            "application/apply-patch+yaml",
            named(reserved, "stamped").toString());
    assertThat(byOperator.status()).as(byOperator.text()).isEqualTo(201);

    HttpCaller other = cluster.as("other");
    assertThat(
            PolicedCluster.merge(other, syncs + "/stamped", "{metadata: {labels: {team: a}}}")
                .status())
        .isEqualTo(200);
    assertThat(PolicedCluster.merge(other, syncs + "/stamped", "{spec: {suspend: true}}").status())
        .isEqualTo(403);
  }

  private static JsonNode named(JsonNode object, String name) {
    ObjectNode copy = object.deepCopy();
    copy.withObject("/metadata").put("name", name);
    return copy;
  }
}
