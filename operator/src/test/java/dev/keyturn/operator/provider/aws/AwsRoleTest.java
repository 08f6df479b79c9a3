package dev.keyturn.operator.provider.aws;

import static dev.keyturn.operator.provider.aws.AwsFixture.CANARY;
import static dev.keyturn.operator.provider.aws.AwsFixture.NOW;
import static dev.keyturn.operator.provider.aws.AwsFixture.failure;
import static dev.keyturn.operator.provider.aws.AwsFixture.soon;
import static dev.keyturn.operator.provider.aws.AwsFixture.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.source.http.ScriptedServer;
import dev.keyturn.proof.Backend;
import dev.keyturn.proof.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkSystemSetting;

/** Roles that are assumed one after the other, and the operator's own identity. */
class AwsRoleTest {
  private static final String HUB = "arn:aws:iam::111111111111:role/hub";
  private static final String SHOP = "arn:aws:iam::222222222222:role/shop";
  private static final String IDENTITY =
      "<GetCallerIdentityResponse><GetCallerIdentityResult><Account>1</Account>"
          + "</GetCallerIdentityResult></GetCallerIdentityResponse>";

  private final AwsFixture aws = new AwsFixture();

  @AfterEach
  void close() {
    aws.close();
  }

  private void nextKeys(String operation, String id, String expiration) {
    aws.nextJson(
        200,
        """
        <%sResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><%sResult><Credentials>
        <AccessKeyId>%s</AccessKeyId><SecretAccessKey>s</SecretAccessKey>
        <SessionToken>t</SessionToken><Expiration>%s</Expiration>
        </Credentials></%sResult></%sResponse>
        """
            .formatted(operation, operation, id, expiration, operation, operation));
  }

  private String form(int request) {
    return URLDecoder.decode(aws.server.requests().get(request).body(), UTF_8);
  }

  private String signer(int request) {
    return aws.server.requests().get(request).headers().getOrDefault("authorization", "nobody");
  }

  @Test
  void eachRoleIsAssumedWithTheKeysOfTheOneBeforeIt() {
    aws.nextJson(200, IDENTITY);
    nextKeys("AssumeRole", "ASIAHUB", "2026-03-04T06:06:07Z");
    nextKeys("AssumeRole", "ASIASHOP", "2026-03-04T05:36:07Z");
    List<AwsRole> roles =
        List.of(
            new AwsRole(HUB, Optional.empty(), Map.of()),
            new AwsRole(SHOP, Optional.of("keyturn/shop"), Map.of("team", "shop")));
    try (ProviderClient client = aws.client(roles, new AwsAuth.Keys(), Map.of())) {
      Session session = value(client.login(soon()));
      assertThat(session.expires()).contains(NOW.plus(Duration.ofMinutes(30)));
      assertThat(AwsKeys.of(session.token()).accessKeyId()).isEqualTo("ASIASHOP");
    }
    assertThat(form(1))
        .contains("Action=AssumeRole&")
        .contains("RoleArn=" + HUB)
        .contains("RoleSessionName=keyturn")
        .doesNotContain("ExternalId", "Tags");
    assertThat(signer(1)).contains("AKIAEXAMPLE/");
    assertThat(form(2))
        .contains("RoleArn=" + SHOP)
        .contains("ExternalId=keyturn/shop")
        .contains("Tags.member.1.Key=team")
        .contains("Tags.member.1.Value=shop");
    assertThat(signer(2)).contains("ASIAHUB/");
  }

  @Test
  void aRoleThatIsRefusedEndsTheLogin() {
    aws.nextJson(200, IDENTITY);
    aws.nextJson(
        403,
        "<ErrorResponse><Error><Code>AccessDenied</Code><Message>"
            + CANARY
            + "</Message></Error></ErrorResponse>");
    List<AwsRole> roles = List.of(new AwsRole(SHOP, Optional.empty(), Map.of()));
    try (ProviderClient client = aws.client(roles, new AwsAuth.Keys(), Map.of())) {
      Failure failure = failure(client.login(soon()));
      assertThat(failure.kind()).isEqualTo(FailureClass.AuthFailed);
      assertThat(failure.toString()).doesNotContain(CANARY);
    }
  }

  @Test
  void theOperatorsRoleIsThatOfItsServiceAccount(@TempDir Path folder) throws IOException {
    Path token = Files.writeString(folder.resolve("token"), "jwt-of-the-operator\n");
    nextKeys("AssumeRoleWithWebIdentity", "ASIAOWN", "2026-03-04T06:06:07Z");
    nextKeys("AssumeRole", "ASIASHOP", "2026-03-04T06:06:07Z");
    Map<String, String> pod =
        Map.of("AWS_ROLE_ARN", HUB, "AWS_WEB_IDENTITY_TOKEN_FILE", token.toString());
    List<AwsRole> roles = List.of(new AwsRole(SHOP, Optional.empty(), Map.of()));
    try (ProviderClient client = aws.client(roles, new AwsAuth.OfTheOperator(), pod)) {
      assertThat(client.loginMethod()).isEqualTo("operator");
      value(client.login(soon()));
    }
    assertThat(form(0))
        .contains("RoleArn=" + HUB)
        .contains("WebIdentityToken=jwt-of-the-operator&");
    assertThat(signer(0)).isEqualTo("nobody");
    assertThat(signer(1)).contains("ASIAOWN/");
  }

  @Test
  void aTokenThatIsNotThereIsToldBeforeAnyCall(@TempDir Path folder) {
    Map<String, String> pod =
        Map.of(
            "AWS_ROLE_ARN", HUB, "AWS_WEB_IDENTITY_TOKEN_FILE", folder.resolve("none").toString());
    try (ProviderClient client = aws.client(List.of(), new AwsAuth.OfTheOperator(), pod)) {
      Failure failure = failure(client.login(soon()));
      assertThat(failure.kind()).isEqualTo(FailureClass.AuthFailed);
      assertThat(failure.detail()).isEqualTo(FailureDetail.FIELD);
    }
    assertThat(aws.server.requests()).isEmpty();
  }

  /** So a login that is alive goes on, and is renewed later. */
  @Fault(
      value = {"V7", "V24"},
      backends = {Backend.AWS_SECRETS_MANAGER, Backend.AWS_PARAMETER_STORE})
  @Test
  void anInstanceThatDoesNotSayItsKeysIsUnavailable() throws IOException {
    String property = SdkSystemSetting.AWS_EC2_METADATA_SERVICE_ENDPOINT.property();
    String before = System.getProperty(property);
    int port = closedPort();
    try (ProviderClient client = aws.client(List.of(), new AwsAuth.OfTheOperator(), Map.of())) {
      System.setProperty(property, "http://127.0.0.1:" + port);
      assertThat(failure(client.login(soon())).kind()).isEqualTo(FailureClass.Unavailable);
    } finally {
      if (before == null) {
        System.clearProperty(property);
      } else {
        System.setProperty(property, before);
      }
    }
  }

  /** As the agent of EKS and the service of an instance answer (AWS SDK reference guide). */
  @Test
  void thePodsAndTheInstancesIdentityComeFromTheirServices(@TempDir Path folder)
      throws IOException {
    Path token = Files.writeString(folder.resolve("token"), "pod-token");
    String keys =
        "{\"Code\":\"Success\",\"AccessKeyId\":\"ASIAPOD\",\"SecretAccessKey\":\"s\","
            + "\"Token\":\"t\",\"Expiration\":\"2099-03-04T11:06:07Z\"}";
    try (ScriptedServer service =
        ScriptedServer.plain((request, peer) -> {
          switch (request.method() + " " + request.target()) {
            case "GET /v1/credentials" ->
                peer.json(
                    "pod-token".equals(request.headers().get("authorization")) ? 200 : 403, keys);
            case "PUT /latest/api/token" -> peer.answer(200, "", "session");
            case "GET /latest/meta-data/iam/security-credentials/" ->
                peer.answer(200, "", "shop-nodes");
            default -> peer.json(200, keys);
          }
        })) {
      String full = SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_FULL_URI.property();
      String file = SdkSystemSetting.AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE.property();
      String instance = SdkSystemSetting.AWS_EC2_METADATA_SERVICE_ENDPOINT.property();
      System.setProperty(full, service.uri() + "/v1/credentials");
      System.setProperty(file, token.toString());
      System.setProperty(instance, service.uri().toString());
      Map<String, String> pod = Map.of("AWS_CONTAINER_CREDENTIALS_FULL_URI", "x");
      try {
        for (Map<String, String> environment : List.of(pod, Map.<String, String>of())) {
          try (ProviderClient client =
              aws.client(List.of(), new AwsAuth.OfTheOperator(), environment)) {
            Session session = value(client.login(soon()));
            assertThat(AwsKeys.of(session.token()).accessKeyId()).isEqualTo("ASIAPOD");
            assertThat(session.expires()).contains(Instant.parse("2099-03-04T11:06:07Z"));
            assertThat(session.ownedByUs()).isTrue();
          }
        }
      } finally {
        List.of(full, file, instance).forEach(System::clearProperty);
      }
      assertThat(service.requests())
          .extracting(request -> request.method() + " " + request.target())
          .startsWith("GET /v1/credentials")
          .contains("GET /latest/meta-data/iam/security-credentials/shop-nodes");
    }
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "AWS_ROLE_ARN AWS_WEB_IDENTITY_TOKEN_FILE AWS_CONTAINER_CREDENTIALS_FULL_URI,"
        + " ROLE_OF_THE_ACCOUNT",
    "AWS_ROLE_ARN AWS_CONTAINER_CREDENTIALS_FULL_URI, POD",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI, POD",
    "AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY, INSTANCE"
  })
  void theFirstThatThePodNamesIsTaken(String variables, OperatorIdentity.Source source) {
    Map<String, String> pod =
        List.of(variables.split(" ")).stream()
            .collect(java.util.stream.Collectors.toMap(name -> name, name -> "x"));
    try (AwsCalls calls =
        new AwsCalls(aws.config(new AwsAuth.Keys()), aws.http(), InstantSource.fixed(NOW))) {
      InstantSource clock = InstantSource.fixed(NOW);
      assertThat(new OperatorIdentity(pod, new Exchange(calls, clock), clock).source())
          .isEqualTo(source);
    }
  }
}
