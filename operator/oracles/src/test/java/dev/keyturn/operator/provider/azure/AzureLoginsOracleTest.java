package dev.keyturn.operator.provider.azure;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.identity.ClientAssertionCredentialBuilder;
import com.azure.identity.ClientCertificateCredentialBuilder;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.azure.security.keyvault.secrets.SecretClientBuilder;
import com.azure.security.keyvault.secrets.SecretServiceVersion;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyturn.operator.source.http.TestCertificates;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Microsoft's own logins at the fake, each behind the challenge of the vault. */
class AzureLoginsOracleTest {
  private static final String RESOURCE = "https://vault.azure.net";
  private static final TestIdentity APPLICATION = new TestIdentity();

  private final TestCertificates authority = new TestCertificates("oracle");
  private final FakeKeyVault vault =
      new FakeKeyVault(authority.server("127.0.0.1", Instant.now().plus(Duration.ofHours(1))));
  private final HttpClient http = TrustingClient.of(authority);

  @AfterEach
  void close() {
    vault.close();
  }

  private TokenCredential secret(String secret) {
    return new ClientSecretCredentialBuilder()
        .tenantId(FakeKeyVault.TENANT)
        .clientId(FakeKeyVault.CLIENT_ID)
        .clientSecret(secret)
        .authorityHost(vault.uri().toString())
        .disableInstanceDiscovery()
        .httpClient(http)
        .build();
  }

  private TokenCredential certificate(TestIdentity identity) {
    return new ClientCertificateCredentialBuilder()
        .tenantId(FakeKeyVault.TENANT)
        .clientId(FakeKeyVault.CLIENT_ID)
        .pemCertificate(new ByteArrayInputStream(identity.pem().getBytes(US_ASCII)))
        .authorityHost(vault.uri().toString())
        .disableInstanceDiscovery()
        .httpClient(http)
        .build();
  }

  private TokenCredential assertion(String jwt) {
    return new ClientAssertionCredentialBuilder()
        .tenantId(FakeKeyVault.TENANT)
        .clientId(FakeKeyVault.CLIENT_ID)
        .clientAssertion(() -> jwt)
        .authorityHost(vault.uri().toString())
        .disableInstanceDiscovery()
        .httpClient(http)
        .build();
  }

  private String read(TokenCredential credential) {
    vault.resource(RESOURCE);
    vault.put("db", "one");
    return new SecretClientBuilder()
        .vaultUrl(vault.uri().toString())
        .credential(credential)
        .httpClient(http)
        .retryOptions(new RetryOptions(new FixedDelayOptions(0, Duration.ofMillis(1))))
        // The fake's host is an address, and no name below the resource.
        .disableChallengeResourceVerification()
        .serviceVersion(SecretServiceVersion.V7_6)
        .buildClient()
        .getSecret("db")
        .getValue();
  }

  private void assertTurnedAway(TokenCredential credential) {
    assertThatThrownBy(() -> read(credential)).hasStackTraceContaining("AADSTS7000215");
  }

  @Test
  void byASecret() {
    assertThat(read(secret(FakeKeyVault.CLIENT_SECRET))).isEqualTo("one");
    assertTurnedAway(secret("wrong"));
  }

  @Test
  void byACertificate() {
    vault.assertions(this::isOfTheApplication);
    assertThat(read(certificate(APPLICATION))).isEqualTo("one");
    assertTurnedAway(certificate(new TestIdentity()));
  }

  /**
   * The claims are those that the provider makes. This client still signs by RS256, which the
   * service takes besides PS256, the provider's.
   */
  private boolean isOfTheApplication(String jwt) {
    String[] parts = jwt.split("\\.");
    Base64.Decoder url = Base64.getUrlDecoder();
    try {
      JsonNode head = new ObjectMapper().readTree(url.decode(parts[0]));
      JsonNode claims = new ObjectMapper().readTree(url.decode(parts[1]));
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(APPLICATION.certificate());
      signature.update((parts[0] + "." + parts[1]).getBytes(US_ASCII));
      return signature.verify(url.decode(parts[2]))
          && head.has("x5t#S256")
          && claims
              .path("aud")
              .asText()
              .equals(vault.uri() + "/" + FakeKeyVault.TENANT + "/oauth2/v2.0/token")
          && claims.path("iss").asText().equals(FakeKeyVault.CLIENT_ID)
          && claims.path("sub").asText().equals(FakeKeyVault.CLIENT_ID)
          && claims.path("exp").asLong() > claims.path("nbf").asLong()
          && !claims.path("jti").asText().isEmpty();
    } catch (IOException | GeneralSecurityException wrong) {
      return false;
    }
  }

  @Test
  void byTheTokenOfAServiceAccount() {
    assertThat(read(assertion(FakeKeyVault.JWT))).isEqualTo("one");
    assertTurnedAway(assertion("another"));
  }

  /** The address of the metadata service is fixed: a fake stands before it as a proxy. */
  @Test
  void byTheMachine() {
    try (FakeKeyVault machine = new FakeKeyVault()) {
      InetSocketAddress proxy =
          new InetSocketAddress(machine.uri().getHost(), machine.uri().getPort());
      TokenCredential credential =
          new ManagedIdentityCredentialBuilder()
              .clientId(FakeKeyVault.CLIENT_ID)
              .httpClient(
                  new JdkHttpClientBuilder(
                          java.net.http.HttpClient.newBuilder().proxy(ProxySelector.of(proxy)))
                      .build())
              .build();
      String token =
          credential
              .getTokenSync(new TokenRequestContext().addScopes(RESOURCE + "/.default"))
              .getToken();
      assertThat(machine.takes(token)).isTrue();
    }
  }
}
