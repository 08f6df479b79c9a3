package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.devcluster.fault.RequestMatch;
import dev.keyturn.operator.source.http.ScriptedServer;
import dev.keyturn.proof.Proves;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A store whose ServiceAccount is no identity of its cloud says what is missing, and where. */
final class BindingTest {
  private static final String CANARY = "kt-canary-7f3a";
  private static final String POOL =
      "//iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/clusters";

  private final House house = new House();
  private final ScriptedServer cloud = ScriptedServer.plain(this::answer);
  private volatile String sts = "";
  private volatile boolean tokenIsKnown;

  @BeforeEach
  void start() {
    house.allowEndpoints(cloud.uri().toString());
    house.restart();
    house.namespace("shop");
  }

  @AfterEach
  void close() {
    house.close();
    cloud.close();
  }

  /** Secrets Manager, STS, Secret Manager, Google's token services, a vault and Entra ID. */
  private void answer(ScriptedServer.Seen request, ScriptedServer.Peer peer) throws IOException {
    String target = request.target();
    if (request.body().contains("Action=AssumeRoleWithWebIdentity")) {
      peer.answer(
          403,
          "Content-Type: text/xml\r\n",
          "<ErrorResponse><Error><Code>"
              + sts
              + "</Code><Message>"
              + CANARY
              + "</Message></Error></ErrorResponse>");
    } else if (target.endsWith("/v1/token") && tokenIsKnown) {
      peer.json(200, "{\"access_token\":\"a\",\"expires_in\":3599}");
    } else if (target.endsWith("/v1/token")) {
      peer.json(400, "{\"error\":\"invalid_grant\",\"error_description\":\"" + CANARY + "\"}");
    } else if (target.endsWith("/oauth2/v2.0/token")) {
      peer.json(401, "{\"error\":\"invalid_client\",\"error_codes\":[700213]}");
    } else if (target.contains("api-version=")) {
      peer.answer(
          401,
          "WWW-Authenticate: Bearer authorization=\"https://login.microsoftonline.com/t\","
              + " resource=\"https://vault.azure.net\"\r\n",
          "{}");
    } else if (request.headers().containsKey("x-amz-target")) {
      peer.json(400, "{\"__type\":\"UnrecognizedClientException\"}");
    } else {
      peer.json(403, "{\"error\":{\"code\":403,\"status\":\"PERMISSION_DENIED\"}}");
    }
  }

  private void account() {
    house.apply(
        """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: app, namespace: shop}
        """);
  }

  private void store(String provider) {
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: store, namespace: shop}
        spec: {provider: {%s}}
        """,
        provider);
    house.awaitStore("shop", "store", "False/AuthFailed");
  }

  private void ofAws() {
    store(
        "aws: {region: eu-west-1, endpoint: '%s', auth: {jwt: {serviceAccountRef: {name: app},"
                .formatted(cloud.uri())
            + " role: 'arn:aws:iam::123456789012:role/secrets'}}}");
  }

  private void ofGoogle() {
    store(
        "gcp: {projectID: shop-prod, endpoint: '%s', auth: {workloadIdentity: {audience: '%s',"
                .formatted(cloud.uri(), POOL + "/providers/prod")
            + " serviceAccountRef: {name: app}, gcpServiceAccountEmail: app@shop.example}}}");
  }

  private String message() {
    return Objects.requireNonNull(house.storeNamed("shop", "store").getStatus().conditions())
        .stream()
        .filter(condition -> condition.type().equals(Condition.AUTHENTICATED))
        .findFirst()
        .orElseThrow()
        .message();
  }

  @ParameterizedTest
  @CsvSource({
    "AccessDenied, aws iam update-assume-role-policy --role-name secrets",
    "InvalidIdentityToken, aws iam create-open-id-connect-provider"
  })
  @Proves("F012")
  void aRoleThatStsRefusesIsNamedWithWhatItLacks(String code, String command) {
    sts = code;
    account();
    ofAws();
    assertThat(message())
        .contains("ServiceAccount shop/app", "arn:aws:iam::123456789012:role/secrets", command)
        .doesNotContain(CANARY);
  }

  @Test
  void anIdentityThatGooglesPoolRefusesIsNamedWithThePool() {
    account();
    ofGoogle();
    assertThat(message())
        .contains(POOL + "/providers/prod", "system:serviceaccount:shop:app")
        .doesNotContain(CANARY);
  }

  @Test
  @Proves("F012")
  void aGoogleAccountThatTheIdentityMayNotBecomeIsNamedWithTheCommand() {
    tokenIsKnown = true;
    account();
    ofGoogle();
    assertThat(message())
        .contains(
            "gcloud iam service-accounts add-iam-policy-binding app@shop.example",
            "roles/iam.workloadIdentityUser",
            "principal:" + POOL + "/subject/system:serviceaccount:shop:app");
  }

  @Test
  @Proves("F012")
  void anApplicationWithoutAFederatedCredentialIsNamedWithTheCommand() {
    account();
    house.secret("shop", "login", Map.of("id", "11111111-2222-3333-4444-555555555555"));
    store(
        "azure: {vaultUrl: '%s', tenantId: t, authType: WorkloadIdentity, serviceAccountRef:"
                .formatted(cloud.uri())
            + " {name: app}, authSecretRef: {clientId: {name: login, key: id}}}");
    assertThat(message())
        .contains(
            "az identity federated-credential create", "--subject system:serviceaccount:shop:app");
  }

  @Test
  void aServiceAccountThatIsNotThereIsNamed() {
    ofAws();
    assertThat(message())
        .isEqualTo(
            "The ServiceAccount that the store logs in as does not exist: ServiceAccount shop/app."
                + " Create it; the login is tried again within a minute.");
  }

  @Test
  void aServiceAccountWhoseTokensTheOperatorMayNotRequestIsNamedWithTheValueOfTheChart() {
    account();
    house
        .server
        .faults()
        .failNext(
            1_000, RequestMatch.of("create", "serviceaccounts").withSubresource("token"), 403);
    ofAws();
    assertThat(message()).contains("ServiceAccount shop/app", "namespaces[].serviceAccounts");
  }
}
