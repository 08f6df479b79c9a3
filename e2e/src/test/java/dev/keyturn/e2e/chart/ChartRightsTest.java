package dev.keyturn.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyturn.e2e.component.SourceTree;
import dev.keyturn.proof.Proves;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The rights that the chart hands out, read as RBAC reads them. */
final class ChartRightsTest {
  private static final String TWO_NAMESPACES =
      "namespaces: [{name: shop, serviceAccounts: [backend]}, {name: blog}]\n";

  enum RbacMode {
    NAMESPACED,
    ENROLLED,
    CLUSTER;

    String yaml() {
      return TWO_NAMESPACES + "rbac: {mode: " + name().toLowerCase(Locale.ROOT) + "}";
    }
  }

  @ParameterizedTest
  @EnumSource
  void noRuleHoldsAWildcardOrAVerbThatRaisesRights(RbacMode mode) {
    List<JsonNode> rules = rules(Render.ofValues(mode.yaml())).toList();

    assertThat(rules).isNotEmpty();
    assertThat(rules)
        .allSatisfy(rule -> {
          assertThat(words(rule, "apiGroups")).doesNotContain("*");
          assertThat(words(rule, "resources")).isNotEmpty().noneMatch(name -> name.contains("*"));
          assertThat(words(rule, "verbs"))
              .isNotEmpty()
              .doesNotContain("*", "impersonate", "escalate", "bind", "deletecollection");
          assertThat(rule.has("nonResourceURLs")).isFalse();
        });
  }

  @ParameterizedTest
  @EnumSource
  @Proves({"N20", "P050"})
  void noWebhookStandsInTheWayOfAnybody(RbacMode mode) {
    assertThat(Render.ofValues(mode.yaml()).objects())
        .isNotEmpty()
        .extracting(object -> object.path("kind").asText())
        .noneMatch(kind -> kind.endsWith("WebhookConfiguration"));
  }

  @ParameterizedTest
  @EnumSource
  @Proves("P050")
  void noRuleWritesWhatGuardsTheCluster(RbacMode mode) {
    Set<String> guardedGroups =
        Set.of(
            "rbac.authorization.k8s.io",
            "apiextensions.k8s.io",
            "admissionregistration.k8s.io",
            "certificates.k8s.io");

    assertThat(rules(Render.ofValues(mode.yaml())))
        .filteredOn(rule -> words(rule, "apiGroups").stream().anyMatch(guardedGroups::contains))
        .allSatisfy(rule -> assertThat(words(rule, "verbs")).containsExactly("get"));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "CLUSTER")
  @Proves("N19")
  void noClusterWideVerbOnSecrets(RbacMode mode) {
    assertThat(clusterWideRules(Render.ofValues(mode.yaml())))
        .noneMatch(rule -> words(rule, "resources").contains("secrets"));
  }

  @ParameterizedTest
  @EnumSource
  @Proves("N19")
  void tokensAreRequestedForNamedServiceAccountsOfNamedNamespacesOnly(RbacMode mode) {
    Render render = Render.ofValues(mode.yaml());

    assertThat(clusterWideRules(render)).noneMatch(ChartRightsTest::requestsTokens);
    assertThat(render.all("ClusterRole").stream().flatMap(ChartRightsTest::rulesOf))
        .noneMatch(ChartRightsTest::requestsTokens);
    assertThat(render.all("Role"))
        .filteredOn(role -> rulesOf(role).anyMatch(ChartRightsTest::requestsTokens))
        .singleElement()
        .satisfies(role -> {
          assertThat(role.at("/metadata/namespace").asText()).isEqualTo("shop");
          assertThat(rulesOf(role))
              .allSatisfy(
                  rule -> assertThat(words(rule, "resourceNames")).containsExactly("backend"));
        });
  }

  @ParameterizedTest
  @EnumSource
  void noRuleNamesAnEmptyListWhichWouldMeanEveryName(RbacMode mode) {
    assertThat(rules(Render.ofValues(mode.yaml())))
        .filteredOn(rule -> rule.has("resourceNames"))
        .allSatisfy(rule -> assertThat(words(rule, "resourceNames")).isNotEmpty());
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsAggregatedIntoTheRolesOfOthers(RbacMode mode) {
    assertThat(Render.ofValues(mode.yaml()).objects())
        .allSatisfy(object -> {
          assertThat(object.has("aggregationRule")).isFalse();
          assertThat(object.at("/metadata/labels").fieldNames())
              .toIterable()
              .noneMatch(label -> label.startsWith("rbac.authorization.k8s.io/"));
        });
  }

  @Test
  void namespacedInstallHoldsNoClusterRoleAndNoRuleOnClusterKinds() {
    Render render = Render.ofValues(RbacMode.NAMESPACED.yaml());

    assertThat(render.all("ClusterRole")).isEmpty();
    assertThat(render.all("ClusterRoleBinding")).isEmpty();
    assertThat(rules(render).flatMap(rule -> words(rule, "resources").stream()))
        .noneMatch(name -> name.startsWith("cluster") || name.startsWith("tenantsecretscopes"))
        .doesNotContain("customresourcedefinitions");
  }

  @Test
  void enrolledInstallReachesSecretsOfItsNamespacesByOneBindingEach() {
    Render render = Render.ofValues(RbacMode.ENROLLED.yaml());

    assertThat(render.all("RoleBinding"))
        .filteredOn(binding -> roleOf(binding).equals("ClusterRole/keyturn-tenant"))
        .extracting(binding -> binding.at("/metadata/namespace").asText())
        .containsExactlyInAnyOrder("shop", "blog");
    assertThat(render.all("ClusterRoleBinding"))
        .extracting(ChartRightsTest::roleOf)
        .containsExactly("ClusterRole/keyturn-operator");
  }

  /** The values of the example; NamespaceStoresTest applies the rest of it. */
  @Test
  @Proves("F016")
  void appMonitoringAndLoggingHaveOneRoleBindingEachAndOneForTheirOwnLogin() {
    Render render =
        Render.of(SourceTree.root().resolve("examples/28-namespace-stores/values.yaml"));

    assertThat(render.all("RoleBinding"))
        .filteredOn(binding -> !binding.at("/metadata/namespace").asText().equals(Render.NAMESPACE))
        .extracting(binding -> binding.at("/metadata/namespace").asText(), ChartRightsTest::roleOf)
        .containsExactlyInAnyOrder(
            tuple("app", "ClusterRole/keyturn-tenant"),
            tuple("app", "Role/keyturn-logins"),
            tuple("monitoring", "ClusterRole/keyturn-tenant"),
            tuple("monitoring", "Role/keyturn-logins"),
            tuple("logging", "ClusterRole/keyturn-tenant"),
            tuple("logging", "Role/keyturn-logins"));
    assertThat(render.all("Role"))
        .filteredOn(role -> suffix(role).equals("logins"))
        .allSatisfy(role ->
            assertThat(rulesOf(role))
                .allSatisfy(rule ->
                    assertThat(words(rule, "resourceNames")).containsExactly("secrets-reader")));
  }

  @Test
  void aNamespaceWithoutLoginsHasItsOneRoleBindingAlone() {
    Render render =
        Render.ofValues("namespaces: [{name: app}, {name: monitoring}, {name: logging}]");

    assertThat(render.all("RoleBinding"))
        .extracting(binding -> binding.at("/metadata/namespace").asText())
        .containsExactlyInAnyOrder("app", "monitoring", "logging", Render.NAMESPACE);
  }

  @Test
  void onlyModeClusterBindsTheTenantRoleToTheCluster() {
    assertThat(Render.ofValues(RbacMode.CLUSTER.yaml()).all("ClusterRoleBinding"))
        .extracting(ChartRightsTest::roleOf)
        .containsExactlyInAnyOrder("ClusterRole/keyturn-operator", "ClusterRole/keyturn-tenant");
  }

  @ParameterizedTest
  @EnumSource
  void secretSyncsAreMadeAndDeletedOnlyWhereSecretsMayBeWrittenAndNeverInModeNamespaced(
      RbacMode mode) {
    Render render = Render.ofValues(mode.yaml());

    assertThat(rules(render).filter(ChartRightsTest::makesSyncs).filter(rule -> !isForPeople(rule)))
        .hasSize(mode == RbacMode.NAMESPACED ? 0 : 1)
        .allSatisfy(
            rule -> assertThat(words(rule, "verbs")).containsExactly("create", "patch", "delete"));
    assertThat(clusterWideRules(render).anyMatch(ChartRightsTest::makesSyncs))
        .isEqualTo(mode == RbacMode.CLUSTER);
  }

  @ParameterizedTest
  @EnumSource
  void withoutDeleteSecretsNoRuleDeletesASecret(RbacMode mode) {
    String values = mode.yaml().replace("rbac: {", "rbac: {deleteSecrets: false, ");

    assertThat(rules(Render.ofValues(values)))
        .filteredOn(rule -> words(rule, "resources").contains("secrets"))
        .isNotEmpty()
        .allSatisfy(rule -> assertThat(words(rule, "verbs")).doesNotContain("delete"));
  }

  @ParameterizedTest
  @EnumSource
  void noRuleReachesAWorkloadUnlessRestartsAreAskedFor(RbacMode mode) {
    assertThat(rules(Render.ofValues(mode.yaml()))).noneMatch(ChartRightsTest::reachesWorkloads);
    assertThat(arguments(Render.ofValues(mode.yaml()))).doesNotContain("--allow-restarts");
  }

  @ParameterizedTest
  @EnumSource
  void restartsTakeAPatchOfFourKindsOfWorkloadsWhereSecretsMayBeWritten(RbacMode mode) {
    Render render = Render.ofValues(mode.yaml() + "\nfeatures: {restart: true}");

    assertThat(rules(render).filter(ChartRightsTest::reachesWorkloads).distinct())
        .extracting(rule -> words(rule, "resources"), rule -> words(rule, "verbs"))
        .containsExactlyInAnyOrder(
            tuple(
                List.of("deployments", "statefulsets", "daemonsets"),
                List.of("get", "list", "watch", "patch")),
            tuple(List.of("rollouts"), List.of("get", "list", "watch", "patch")));
    assertThat(arguments(render)).contains("--allow-restarts");
    assertThat(clusterWideRules(render).anyMatch(ChartRightsTest::reachesWorkloads))
        .isEqualTo(mode == RbacMode.CLUSTER);
    assertThat(render.all("RoleBinding"))
        .filteredOn(binding -> roleOf(binding).contains("-restart"))
        .extracting(binding -> binding.at("/metadata/namespace").asText())
        .containsExactlyInAnyOrderElementsOf(
            mode == RbacMode.CLUSTER ? List.of() : List.of("shop", "blog"));
  }

  @ParameterizedTest
  @EnumSource
  void theLeaseTheKeyOfTheHashesAndItsOwnNamespaceAreReachedByName(RbacMode mode) {
    JsonNode self =
        Render.ofValues(mode.yaml()).all("Role").stream()
            .filter(role -> role.at("/metadata/name").asText().equals("keyturn-self"))
            .findFirst()
            .orElseThrow();

    List<Tuple> expected =
        new ArrayList<>(
            List.of(
                tuple(List.of("leases"), List.of("keyturn"), List.of("get", "update", "patch")),
                tuple(List.of("leases"), List.of(), List.of("create")),
                tuple(List.of("secrets"), List.of("keyturn-hmac"), List.of("get", "patch")),
                tuple(List.of("secrets"), List.of(), List.of("create"))));
    if (mode == RbacMode.NAMESPACED) {
      // The other modes read all namespaces.
      expected.add(tuple(List.of("namespaces"), List.of(Render.NAMESPACE), List.of("get")));
    }
    assertThat(rulesOf(self))
        .extracting(
            rule -> words(rule, "resources"),
            rule -> words(rule, "resourceNames"),
            rule -> words(rule, "verbs"))
        .containsExactlyElementsOf(expected);
  }

  @ParameterizedTest
  @EnumSource
  void everyBindingSpeaksOfTheOperatorsServiceAccountAlone(RbacMode mode) {
    Render render = Render.ofValues(mode.yaml());

    assertThat(bindings(render))
        .allSatisfy(binding -> {
          assertThat(binding.path("subjects")).hasSize(1);
          assertThat(binding.at("/subjects/0/kind").asText()).isEqualTo("ServiceAccount");
          assertThat(binding.at("/subjects/0/name").asText()).isEqualTo("keyturn");
          assertThat(binding.at("/subjects/0/namespace").asText()).isEqualTo(Render.NAMESPACE);
        });
  }

  @ParameterizedTest
  @EnumSource
  void rolesForPeopleReachKeyturnsOwnKindsOnlyAndAreBoundToNobody(RbacMode mode) {
    Render render = Render.ofValues(mode.yaml());
    Set<String> operatorRoles =
        Set.of(
            "self", "operator", "tenant", "namespaced", "logins", "restart", "restart-namespaced");
    List<JsonNode> people =
        Stream.concat(render.all("Role").stream(), render.all("ClusterRole").stream())
            .filter(role -> !operatorRoles.contains(suffix(role)))
            .toList();

    assertThat(people)
        .extracting(ChartRightsTest::suffix)
        .contains("viewer", "sync-author", "store-admin");
    assertThat(people.stream().flatMap(ChartRightsTest::rulesOf))
        .allSatisfy(rule -> assertThat(words(rule, "apiGroups")).containsExactly("keyturn.dev"));
    assertThat(bindings(render))
        .extracting(binding -> binding.at("/roleRef/name").asText().replace("keyturn-", ""))
        .isSubsetOf(operatorRoles);
  }

  private static Stream<JsonNode> rules(Render render) {
    return Stream.concat(render.all("Role").stream(), render.all("ClusterRole").stream())
        .flatMap(ChartRightsTest::rulesOf);
  }

  /** The rules of every ClusterRole that a ClusterRoleBinding binds. */
  private static Stream<JsonNode> clusterWideRules(Render render) {
    List<String> bound =
        render.all("ClusterRoleBinding").stream()
            .map(binding -> binding.at("/roleRef/name").asText())
            .toList();
    return render.all("ClusterRole").stream()
        .filter(role -> bound.contains(role.at("/metadata/name").asText()))
        .flatMap(ChartRightsTest::rulesOf);
  }

  private static List<JsonNode> bindings(Render render) {
    return Stream.concat(
            render.all("RoleBinding").stream(), render.all("ClusterRoleBinding").stream())
        .toList();
  }

  static Stream<JsonNode> rulesOf(JsonNode role) {
    return Yaml.elements(role.path("rules"));
  }

  private static boolean reachesWorkloads(JsonNode rule) {
    return words(rule, "apiGroups").stream().anyMatch(Set.of("apps", "argoproj.io")::contains);
  }

  private static boolean makesSyncs(JsonNode rule) {
    return words(rule, "resources").contains("secretsyncs")
        && words(rule, "verbs").contains("create");
  }

  /** The roles for people hold every verb; none of them is the operator's. */
  private static boolean isForPeople(JsonNode rule) {
    return words(rule, "verbs").contains("update");
  }

  private static List<String> arguments(Render render) {
    return Yaml.strings(render.only("Deployment").at("/spec/template/spec/containers/0/args"));
  }

  private static boolean requestsTokens(JsonNode rule) {
    return words(rule, "resources").contains("serviceaccounts/token");
  }

  private static String roleOf(JsonNode binding) {
    return binding.at("/roleRef/kind").asText() + "/" + binding.at("/roleRef/name").asText();
  }

  private static String suffix(JsonNode role) {
    return role.at("/metadata/name").asText().replaceFirst("^keyturn-", "");
  }

  static List<String> words(JsonNode rule, String field) {
    return Yaml.strings(rule.path(field));
  }
}
