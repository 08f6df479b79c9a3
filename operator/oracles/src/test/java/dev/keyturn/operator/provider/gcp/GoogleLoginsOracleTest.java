package dev.keyturn.operator.provider.gcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.auth.oauth2.ComputeEngineCredentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.IdentityPoolCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import com.google.cloud.secretmanager.v1.SecretManagerServiceSettings;
import com.google.cloud.secretmanager.v1.SecretVersionName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Google's own logins at the fake: by a key, by the metadata server, and by a pool of identities.
 */
class GoogleLoginsOracleTest {
  private static final List<String> SCOPE =
      List.of("https://www.googleapis.com/auth/cloud-platform");

  private final FakeGoogle google = new FakeGoogle();

  @AfterEach
  void close() {
    google.close();
  }

  /** The client addresses the hosts of Google; what it says to them reaches the fake. */
  private HttpTransport transport() {
    return new NetHttpTransport.Builder()
        .setConnectionFactory(
            url -> (HttpURLConnection) google.uri().resolve(url.getFile()).toURL().openConnection())
        .build();
  }

  private GoogleCredentials key(String file) throws IOException {
    return ServiceAccountCredentials.fromStream(new ByteArrayInputStream(file.getBytes(UTF_8)))
        .toBuilder()
        .setHttpTransportFactory(this::transport)
        .setTokenServerUri(URI.create("https://oauth2.googleapis.com/token"))
        .build()
        .createScoped(SCOPE);
  }

  private GoogleCredentials ofTheMachine() {
    return ComputeEngineCredentials.newBuilder().setHttpTransportFactory(this::transport).build();
  }

  private IdentityPoolCredentials.Builder pool(String token) {
    IdentityPoolCredentials.Builder pool = IdentityPoolCredentials.newBuilder();
    pool.setHttpTransportFactory(this::transport);
    pool.setAudience(FakeGoogle.POOL);
    pool.setSubjectTokenType("urn:ietf:params:oauth:token-type:jwt");
    pool.setTokenUrl("https://sts.googleapis.com/v1/token");
    pool.setSubjectTokenSupplier(context -> token);
    pool.setScopes(SCOPE);
    return pool;
  }

  private IdentityPoolCredentials impersonating(String email) {
    IdentityPoolCredentials.Builder pool = pool(FakeGoogle.SERVICE_ACCOUNT_TOKEN);
    pool.setServiceAccountImpersonationUrl(
        "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/"
            + email
            + ":generateAccessToken");
    return pool.build();
  }

  private void assertReads(GoogleCredentials credentials) throws IOException {
    google.put("db", "one");
    SecretManagerServiceSettings settings =
        SecretManagerServiceSettings.newHttpJsonBuilder()
            .setEndpoint(google.uri().toString())
            .setCredentialsProvider(FixedCredentialsProvider.create(credentials))
            .build();
    try (SecretManagerServiceClient client = SecretManagerServiceClient.create(settings)) {
      assertThat(
              client
                  .accessSecretVersion(SecretVersionName.of(FakeGoogle.PROJECT, "db", "latest"))
                  .getPayload()
                  .getData()
                  .toStringUtf8())
          .isEqualTo("one");
    }
  }

  @Test
  void byAKey() throws IOException {
    assertReads(key(google.keyFile()));
    GoogleCredentials other = key(FakeGoogle.keyFile("other@shop-prod.iam.gserviceaccount.com"));
    assertThatThrownBy(other::refreshAccessToken)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("invalid_grant");
  }

  @Test
  void byTheMetadataServer() throws IOException {
    assertReads(ofTheMachine());
    google.loseServiceAccount();
    assertThatThrownBy(ofTheMachine()::refreshAccessToken).isInstanceOf(IOException.class);
  }

  @Test
  void byAPool() throws IOException {
    assertReads(pool(FakeGoogle.SERVICE_ACCOUNT_TOKEN).build());
    assertThatThrownBy(pool("another").build()::refreshAccessToken)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("invalid_grant");
  }

  @Test
  void byAPoolInTheNameOfAServiceAccount() throws IOException {
    assertReads(impersonating(FakeGoogle.EMAIL));
    assertThatThrownBy(impersonating("other@shop-prod.iam.gserviceaccount.com")::refreshAccessToken)
        .isInstanceOf(IOException.class)
        .hasStackTraceContaining("PERMISSION_DENIED");
  }
}
