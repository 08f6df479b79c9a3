package dev.keyturn.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyturn.operator.runtime.Flags;
import dev.keyturn.operator.source.http.EndpointPolicy;
import dev.keyturn.proof.Proves;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The values that the chart ships for each backend. */
@Proves("F040")
final class ChartBackendsTest {
  private static final String SECRETS_MANAGER = "https://secretsmanager.eu-west-1.amazonaws.com";
  private static final String PARAMETER_STORE = "https://ssm.eu-west-1.amazonaws.com";
  private static final String STS = "https://sts.eu-west-1.amazonaws.com";
  private static final String GOOGLE = "https://secretmanager.googleapis.com";

  /** Where the stores of each backend lead, and their logins. */
  private static final Map<String, List<String>> ADDRESSES =
      Map.ofEntries(
          Map.entry("vault", List.of("https://vault.vault.svc:8200")),
          Map.entry("aws-service-accounts", List.of(SECRETS_MANAGER, PARAMETER_STORE, STS)),
          Map.entry("aws-irsa", List.of(SECRETS_MANAGER, PARAMETER_STORE, STS)),
          Map.entry("aws-pod-identity", List.of(SECRETS_MANAGER, PARAMETER_STORE, STS)),
          Map.entry(
              "gcp-service-accounts",
              List.of(
                  GOOGLE, "https://sts.googleapis.com", "https://iamcredentials.googleapis.com")),
          Map.entry("gcp-workload-identity", List.of(GOOGLE)),
          Map.entry("gcp-key", List.of(GOOGLE, "https://oauth2.googleapis.com")),
          Map.entry(
              "azure-workload-identity",
              List.of("https://shop.vault.azure.net", "https://login.microsoftonline.com")),
          Map.entry("azure-managed-identity", List.of("https://shop.vault.azure.net")),
          Map.entry("infisical", List.of("https://app.infisical.com")),
          Map.entry("kubernetes", List.of("https://other-cluster.example.com:6443")),
          Map.entry("webhook", List.of("https://keys.example.com")));

  @Test
  void everyBackendOfThisTestHasItsFile() {
    assertThat(ValueSet.ofBackends())
        .extracting(set -> set.name().replaceFirst("^backend-", ""))
        .containsExactlyInAnyOrderElementsOf(ADDRESSES.keySet());
  }

  @ParameterizedTest
  @MethodSource("dev.keyturn.e2e.chart.ValueSet#ofBackends")
  void theOperatorLetsItsStoresGoThereAndNowhereElse(ValueSet set) {
    String[] arguments = Yaml.strings(set.render().container().path("args")).toArray(String[]::new);
    EndpointPolicy policy = EndpointPolicy.of(Flags.parse(arguments).endpoints(), Set.of());
    List<String> ports =
        Yaml.strings(Yaml.parse(ProjectFiles.text(set.values())).at("/networkPolicy/egressPorts"));

    assertThat(ADDRESSES.getOrDefault(set.name().replaceFirst("^backend-", ""), List.of()))
        .isNotEmpty()
        .allSatisfy(address -> {
          URI uri = URI.create(address);
          assertThat(policy.allows(uri)).as(address).isTrue();
          assertThat(ports).contains(uri.getPort() < 0 ? "443" : Integer.toString(uri.getPort()));
        });
    assertThat(policy.allows(URI.create("https://elsewhere.example.com"))).isFalse();
  }

  /** EKS and GKE read the annotation of the ServiceAccount that the pod runs as. */
  @ParameterizedTest
  @CsvSource({
    "aws-irsa, eks.amazonaws.com/role-arn, arn:aws:iam::123456789012:role/keyturn",
    "gcp-workload-identity, iam.gke.io/gcp-service-account,"
        + " keyturn@shop-prod.iam.gserviceaccount.com",
  })
  void theOperatorsOwnIdentityIsAnAnnotationOfItsServiceAccount(
      String backend, String annotation, String value) {
    Render render = set(backend).render();
    JsonNode account = render.only("ServiceAccount").path("metadata");

    assertThat(account.path("annotations").path(annotation).asText()).isEqualTo(value);
    assertThat(render.only("Deployment").at("/spec/template/spec/serviceAccountName"))
        .isEqualTo(account.path("name"));
  }

  @ParameterizedTest
  @MethodSource("dev.keyturn.e2e.chart.ValueSet#ofBackends")
  void theMetadataServiceIsOpenOnlyWhereTheIdentityComesFromIt(ValueSet set) {
    boolean open =
        Set.of(
                "backend-aws-pod-identity",
                "backend-gcp-workload-identity",
                "backend-azure-managed-identity")
            .contains(set.name());

    assertThat(set.render().only("NetworkPolicy").toString().contains("169.254.169.254/32"))
        .isEqualTo(open);
  }

  /**
   * The operator's own identity is for stores that a scope opens, unless somebody says otherwise.
   */
  @ParameterizedTest
  @ValueSource(strings = {"aws-irsa", "aws-pod-identity"})
  void noTenantsStoreMayBorrowTheOperatorsIdentity(String backend) {
    assertThat(Yaml.strings(set(backend).render().container().path("args")))
        .doesNotContain("--allow-operator-identity");
  }

  @Test
  void labelsOfThePodsStandOnThemAlone() {
    Render render =
        Render.ofValues("podLabels: {azure.workload.identity/use: 'true'}\ncommonLabels: {a: b}");
    String label = "azure.workload.identity/use";
    JsonNode deployment = render.only("Deployment");

    assertThat(deployment.at("/spec/template/metadata/labels").path(label).asText())
        .isEqualTo("true");
    assertThat(deployment.at("/spec/template/metadata/labels").path("a").asText()).isEqualTo("b");
    assertThat(deployment.at("/metadata/labels").has(label)).isFalse();
    assertThat(deployment.at("/spec/selector/matchLabels").has(label)).isFalse();
  }

  private static ValueSet set(String backend) {
    return ValueSet.ofBackends().stream()
        .filter(set -> set.name().equals("backend-" + backend))
        .findFirst()
        .orElseThrow();
  }
}
