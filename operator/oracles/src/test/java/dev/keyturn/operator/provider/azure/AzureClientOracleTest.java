package dev.keyturn.operator.provider.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.exception.ResourceNotFoundException;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.security.keyvault.secrets.SecretClient;
import com.azure.security.keyvault.secrets.SecretClientBuilder;
import com.azure.security.keyvault.secrets.SecretServiceVersion;
import com.azure.security.keyvault.secrets.models.DeletedSecret;
import com.azure.security.keyvault.secrets.models.KeyVaultSecret;
import com.azure.security.keyvault.secrets.models.SecretProperties;
import dev.keyturn.operator.source.http.TestCertificates;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Microsoft's own client at the fake: what it reads and how it fails, the fake has to be. */
class AzureClientOracleTest {
  private final TestCertificates authority = new TestCertificates("oracle");
  private final FakeKeyVault vault =
      new FakeKeyVault(authority.server("127.0.0.1", Instant.now().plus(Duration.ofHours(1))));
  private final List<TokenRequestContext> asked = new CopyOnWriteArrayList<>();
  private final SecretClient client = client();

  private SecretClient client() {
    return new SecretClientBuilder()
        .vaultUrl(vault.uri().toString())
        .credential(request -> {
          asked.add(request);
          return Mono.just(new AccessToken(vault.token(), OffsetDateTime.now().plusHours(1)));
        })
        .httpClient(TrustingClient.of(authority))
        .retryOptions(new RetryOptions(new FixedDelayOptions(0, Duration.ofMillis(1))))
        // The fake's host is an address, and no name below the resource.
        .disableChallengeResourceVerification()
        // The version that the provider speaks.
        .serviceVersion(SecretServiceVersion.V7_6)
        .buildClient();
  }

  @AfterEach
  void close() {
    vault.close();
  }

  private static void assertRefused(int status, String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            HttpResponseException.class,
            refused -> {
              assertThat(refused.getResponse().getStatusCode()).isEqualTo(status);
              assertThat(refused.getValue().toString()).isNotEmpty();
              assertThat(refused.getMessage()).contains(code);
            });
  }

  @Test
  void theChallengeLeadsToATokenForItsResource() {
    vault.put("db", "one");
    assertThat(client.getSecret("db").getValue()).isEqualTo("one");
    assertThat(asked)
        .singleElement()
        .satisfies(request -> {
          assertThat(request.getScopes()).containsExactly(vault.uri() + "/.default");
          assertThat(request.getTenantId()).isEqualTo(FakeKeyVault.TENANT);
        });
  }

  @Test
  void versionsTagsTypeAndTimesAreReadBack() {
    KeyVaultSecret first =
        client.setSecret(
            new KeyVaultSecret("db", "one")
                .setProperties(
                    new SecretProperties()
                        .setContentType("text/plain")
                        .setTags(Map.of("team", "shop"))));
    KeyVaultSecret second = client.setSecret("db", "two");
    assertThat(second.getProperties().getVersion())
        .isNotEqualTo(first.getProperties().getVersion());
    assertThat(client.getSecret("db", first.getProperties().getVersion()).getValue())
        .isEqualTo("one");
    KeyVaultSecret newest = client.getSecret("DB");
    assertThat(newest.getValue()).isEqualTo("two");
    assertThat(newest.getName()).isEqualTo("db");
    assertThat(newest.getProperties().getCreatedOn()).isNotNull();
    assertThat(newest.getProperties().getTags()).isNullOrEmpty();
    assertThat(first.getProperties().getTags()).containsEntry("team", "shop");
    assertThat(first.getProperties().getContentType()).isEqualTo("text/plain");
    assertThat(
            client.listPropertiesOfSecretVersions("db").stream().map(SecretProperties::getVersion))
        .containsExactlyInAnyOrder(
            first.getProperties().getVersion(), second.getProperties().getVersion());
  }

  @Test
  void tagsOfAVersionAreChangedWithoutANewOne() {
    KeyVaultSecret secret = client.setSecret("db", "one");
    client.updateSecretProperties(secret.getProperties().setTags(Map.of("owner", "us")));
    KeyVaultSecret read = client.getSecret("db");
    assertThat(read.getProperties().getTags()).containsEntry("owner", "us");
    assertThat(read.getProperties().getVersion()).isEqualTo(secret.getProperties().getVersion());
  }

  @Test
  void aListOfManyPagesIsComplete() {
    List<String> expected = new ArrayList<>();
    for (int i = 100; i < 160; i++) {
      vault.put("n" + i, "v");
      expected.add("n" + i);
    }
    assertThat(client.listPropertiesOfSecrets().stream().map(SecretProperties::getName))
        .containsExactlyElementsOf(expected);
  }

  @Test
  void aTokenThatIsNoneAnyMoreIsUnauthorized() {
    vault.put("db", "one");
    assertThat(client.getSecret("db").getValue()).isEqualTo("one");
    vault.expireTokens();
    assertRefused(401, "Unauthorized", () -> client.getSecret("db"));
  }

  @Test
  void manyVersionsAreManyPages() {
    for (int i = 0; i < 60; i++) {
      vault.put("db", "v" + i);
    }
    assertThat(client.listPropertiesOfSecretVersions("db").stream()).hasSize(60);
  }

  @Test
  void aVersionIsSwitchedOffAndOnAndTheListSaysSo() {
    SecretProperties first =
        client
            .setSecret(
                new KeyVaultSecret("db", "one")
                    .setProperties(new SecretProperties().setTags(Map.of("owner", "us"))))
            .getProperties();
    SecretProperties second = client.setSecret("db", "two").getProperties();
    client.updateSecretProperties(second.setEnabled(false));
    assertThat(enabled("db"))
        .isEqualTo(Map.of(first.getVersion(), true, second.getVersion(), false));
    assertRefused(403, "SecretDisabled", () -> client.getSecret("db"));
    assertRefused(403, "SecretDisabled", () -> client.getSecret("db", second.getVersion()));
    assertThat(client.getSecret("db", first.getVersion()).getValue()).isEqualTo("one");
    client.updateSecretProperties(first.setEnabled(false).setTags(null));
    client.updateSecretProperties(first.setEnabled(true).setTags(null));
    assertThat(client.getSecret("db", first.getVersion()).getProperties().getTags())
        .as("what a change does not name")
        .containsEntry("owner", "us");
    client.updateSecretProperties(second.setEnabled(true));
    assertThat(client.getSecret("db").getValue()).isEqualTo("two");
    assertThat(enabled("db")).containsOnlyKeys(first.getVersion(), second.getVersion());
  }

  private Map<String, Boolean> enabled(String name) {
    return client.listPropertiesOfSecretVersions(name).stream()
        .collect(Collectors.toMap(SecretProperties::getVersion, SecretProperties::isEnabled));
  }

  @Test
  void theVersionsOfADeletedSecretAreNotListedAndComeBackTogether() {
    String first = client.setSecret("db", "one").getProperties().getVersion();
    String second = client.setSecret("db", "two").getProperties().getVersion();
    client.beginDeleteSecret("db").poll();
    assertThat(client.listPropertiesOfSecretVersions("db")).isEmpty();
    assertThat(client.listPropertiesOfSecretVersions("never")).isEmpty();
    assertThat(client.getDeletedSecret("db").getProperties().getVersion()).isEqualTo(second);
    assertThatThrownBy(() -> client.getSecret("db", first))
        .isInstanceOf(ResourceNotFoundException.class);
    client.beginRecoverDeletedSecret("db").poll();
    assertThat(enabled("db")).isEqualTo(Map.of(first, true, second, true));
    assertThat(client.getSecret("db", first).getValue()).isEqualTo("one");
    assertRefused(404, "SecretNotFound", () -> client.getSecret("db", "0123456789abcdef"));
  }

  @Test
  void aRecoveryTakesItsTime() {
    client.setSecret("db", "one");
    client.beginDeleteSecret("db").poll();
    // The client looks once whether it is over.
    vault.secrets.recovering(2);
    client.beginRecoverDeletedSecret("db").poll();
    assertRefused(409, "ObjectIsBeingRecovered", () -> client.setSecret("db", "two"));
    assertThat(client.setSecret("db", "two").getValue()).isEqualTo("two");
  }

  @Test
  void aDeletedSecretBlocksItsNameUntilItIsRecovered() {
    client.setSecret("db", "one");
    DeletedSecret deleted = client.beginDeleteSecret("db").poll().getValue();
    assertThat(deleted.getName()).isEqualTo("db");
    assertThat(deleted.getDeletedOn()).isNotNull();
    assertThat(client.getDeletedSecret("db").getRecoveryId()).contains("/deletedsecrets/db");
    assertThatThrownBy(() -> client.getSecret("db")).isInstanceOf(ResourceNotFoundException.class);
    assertRefused(409, "ObjectIsDeletedButRecoverable", () -> client.setSecret("db", "two"));
    client.beginRecoverDeletedSecret("db").poll();
    assertThat(client.getSecret("db").getValue()).isEqualTo("one");
    client.setSecret("db", "two");
    client.beginDeleteSecret("db").poll();
    client.purgeDeletedSecret("db");
    assertRefused(404, "SecretNotFound", () -> client.getDeletedSecret("db"));
  }

  @Test
  void refusalsAreReadAsTheServicesOwn() {
    assertRefused(404, "SecretNotFound", () -> client.getSecret("never"));
    vault.put("off", "v");
    vault.disable("off");
    assertRefused(403, "SecretDisabled", () -> client.getSecret("off"));
    vault.put("closed", "v");
    vault.deny("closed");
    assertRefused(403, "ForbiddenByRbac", () -> client.getSecret("closed"));
    vault.nextAnswer(
        429,
        "Content-Type: application/json\r\n",
        FakeKeyVault.Reply.error(429, "Throttled", "").body());
    assertRefused(429, "Throttled", () -> client.getSecret("off"));
  }
}
