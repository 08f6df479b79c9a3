package dev.keyturn.operator.provider.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyturn.operator.provider.CloudCaller;
import dev.keyturn.operator.provider.CloudProof;
import dev.keyturn.operator.provider.CloudProofs;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.aws.AwsAuth;
import dev.keyturn.operator.provider.aws.AwsConfig;
import dev.keyturn.operator.provider.aws.AwsProviderFactory;
import dev.keyturn.operator.provider.gcp.GcpProviderFactory;
import dev.keyturn.operator.provider.gcp.MetadataServer;
import dev.keyturn.operator.source.http.EndpointPolicy;
import dev.keyturn.operator.source.http.JdkBackendHttp;
import dev.keyturn.operator.source.http.ScriptedServer;
import dev.keyturn.operator.source.http.TlsTrust;
import java.io.IOException;
import java.net.URLDecoder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The token services of AWS and of Google, and a metadata server, that know one ServiceAccount
 * token; the providers' own code asks them.
 */
final class FakeCloud implements CloudProofs, AutoCloseable {
  static final CloudCaller.Aws ROLE =
      new CloudCaller.Aws(
          Optional.of("eu-west-1"),
          Optional.of(
              new CloudCaller.Role("arn:aws:iam::123456789012:role/shop", "sts.amazonaws.com")));
  static final CloudCaller.Google POOL =
      new CloudCaller.Google(
          VaultAuth.Gcp.audience(FakeLogins.ROLE),
          Optional.of(
              new CloudCaller.Pool("//iam.googleapis.com/p", "https:p", FakeServiceAccount.EMAIL)));
  static final CloudCaller.Google METADATA =
      new CloudCaller.Google(VaultAuth.Gcp.audience(FakeLogins.ROLE), Optional.empty());

  private static final String FEDERATED = "federated-token";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String KEYS =
      """
      <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
      <AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>%s</AccessKeyId>
      <SecretAccessKey>%s</SecretAccessKey><SessionToken>session</SessionToken>
      <Expiration>%s</Expiration></Credentials>
      </AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>
      """;
  private static final String NO_TOKEN =
      "<ErrorResponse><Error><Code>InvalidIdentityToken</Code></Error></ErrorResponse>";

  private final boolean right;
  private final ScriptedServer server = ScriptedServer.plain(this::answer);
  private final JdkBackendHttp http =
      new JdkBackendHttp(
          EndpointPolicy.of(List.of(server.uri().toString()), Set.of()),
          TlsTrust.system(),
          JdkBackendHttp.CONNECT_TIMEOUT);

  /**
   * A cloud.
   *
   * @param right false where it vouches for strangers, whom Vault does not know
   */
  FakeCloud(boolean right) {
    this.right = right;
  }

  @Override
  public CloudProof open(CloudCaller caller, Optional<Credentials.TokenSource> tokens) {
    InstantSource clock = InstantSource.system();
    return switch (caller) {
      case CloudCaller.Aws aws -> {
        CloudCaller.Role role = aws.role().orElseThrow();
        yield new AwsProviderFactory(clock)
            .proof(
                AwsConfig.secretsManager(
                    aws.region().orElseThrow(),
                    Optional.of(server.uri()),
                    new AwsAuth.WebIdentity(role.arn(), role.audience())),
                tokens,
                http);
      }
      case CloudCaller.Google google ->
          new GcpProviderFactory(clock, new MetadataServer(server.uri(), this::metadata))
              .proof(google, Optional.of(server.uri()), tokens, http);
    };
  }

  private JdkBackendHttp metadata() {
    return new JdkBackendHttp(
        EndpointPolicy.of(List.of(server.uri().toString()), Set.of()),
        TlsTrust.system(),
        JdkBackendHttp.CONNECT_TIMEOUT);
  }

  private void answer(ScriptedServer.Seen request, ScriptedServer.Peer peer) throws IOException {
    switch (request.method() + " " + request.target()) {
      case "POST /" -> keys(request, peer);
      case "POST /v1/token" -> federate(request, peer);
      case "POST /v1/projects/-/serviceAccounts/" + FakeServiceAccount.EMAIL + ":signJwt" ->
          sign(request, peer);
      case "GET /computeMetadata/v1/instance/service-accounts/default/identity?audience=vault%2F"
              + FakeLogins.ROLE
              + "&format=full" ->
          identity(request, peer);
      default -> peer.json(404, "{}");
    }
  }

  private void keys(ScriptedServer.Seen request, ScriptedServer.Peer peer) throws IOException {
    String form = URLDecoder.decode(request.body(), UTF_8);
    boolean known =
        form.contains("Action=AssumeRoleWithWebIdentity")
            && form.contains("RoleArn=arn:aws:iam::123456789012:role/shop")
            && form.contains("WebIdentityToken=" + FakeVault.JWT);
    String end = Instant.now().plus(Duration.ofHours(1)).toString();
    peer.json(
        known ? 200 : 400,
        known
            ? KEYS.formatted(
                FakeLogins.ACCESS_KEY_ID, right ? FakeLogins.SECRET_ACCESS_KEY : "wrong", end)
            : NO_TOKEN);
  }

  private static void federate(ScriptedServer.Seen request, ScriptedServer.Peer peer)
      throws IOException {
    JsonNode asked = json(request.body());
    boolean known =
        asked.path("subjectToken").asText().equals(FakeVault.JWT)
            && asked.path("audience").asText().equals("//iam.googleapis.com/p");
    peer.json(
        known ? 200 : 400,
        known
            ? "{\"access_token\":\"" + FEDERATED + "\",\"expires_in\":3600}"
            : "{\"error\":\"invalid_grant\"}");
  }

  private void sign(ScriptedServer.Seen request, ScriptedServer.Peer peer) throws IOException {
    JsonNode claims = json(json(request.body()).path("payload").asText());
    boolean fits =
        ("Bearer " + FEDERATED).equals(request.headers().get("authorization"))
            && claims.path("sub").asText().equals(FakeServiceAccount.EMAIL)
            && claims.path("aud").asText().equals("vault/" + FakeLogins.ROLE)
            && claims.path("exp").asLong() > claims.path("iat").asLong();
    peer.json(
        fits ? 200 : 403,
        fits
            ? JSON.createObjectNode()
                .put("keyId", FakeServiceAccount.KEY_ID)
                .put("signedJwt", FakeServiceAccount.bySignJwt(claims, right))
                .toString()
            : "{\"error\":{\"code\":403,\"status\":\"PERMISSION_DENIED\"}}");
  }

  private void identity(ScriptedServer.Seen request, ScriptedServer.Peer peer) throws IOException {
    boolean fits = "Google".equals(request.headers().get("metadata-flavor"));
    peer.answer(
        fits ? 200 : 403,
        "Metadata-Flavor: Google\r\n",
        fits
            ? FakeServiceAccount.byMetadata("vault/" + FakeLogins.ROLE, right, Instant.now())
            : "no");
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    http.close();
    server.close();
  }
}
