package dev.keyturn.operator.controller.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.KeyReference;
import dev.keyturn.crds.v1alpha1.StoreKind;
import dev.keyturn.crds.v1alpha1.StoreProvider;
import dev.keyturn.crds.v1alpha1.WebhookProvider;
import dev.keyturn.crds.v1alpha1.WebhookResult;
import dev.keyturn.crds.v1alpha1.WebhookSecret;
import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.webhook.WebhookProviderFactory;
import dev.keyturn.operator.source.http.EndpointPolicy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookReaderTest {
  private static final StoreKey OWN = new StoreKey(StoreKind.SecretStore, "shop", "w");
  private static final StoreKey SHARED = new StoreKey(StoreKind.ClusterSecretStore, "", "w");
  private static final String URL = "https://keys.example/v1/{{ .remoteRef.key }}";

  private final StoreConfigReader.Problems problems = new StoreConfigReader.Problems();

  private Optional<ProviderConfigs.Chosen> read(
      StoreKey store, WebhookProvider webhook, String... endpoints) {
    return new WebhookReader(
            new WebhookProviderFactory(InstantSource.fixed(Instant.EPOCH)),
            EndpointPolicy.of(List.of(endpoints), Set.of()))
        .read(
            new StoreProvider(null, null, null, null, null, null, null, null, webhook, null, null),
            new StoreConfigReader.Owner(store),
            problems);
  }

  private Optional<ProviderConfigs.Chosen> read(WebhookProvider webhook) {
    return read(OWN, webhook, "https://*");
  }

  private static WebhookProvider url(String url) {
    return new WebhookProvider(url, null, null, null, null, null);
  }

  private static WebhookSecret secret(String name, @Nullable String namespace) {
    return new WebhookSecret(name, new KeyReference("keys", "token", namespace));
  }

  private void assertWrong(String... fields) {
    assertThat(problems.list()).extracting(ConfigProblem::field).containsExactly(fields);
  }

  @Test
  void secretsAreReferencesOfTheStoresNamespace() {
    ProviderConfigs.Chosen chosen =
        read(new WebhookProvider(
                URL,
                "POST",
                Map.of("X-Api-Key", "{{ .api.token }}"),
                "{\"name\": {{ .remoteRef.key | toJson }}}",
                new WebhookResult("$.data.value"),
                List.of(secret("api", null))))
            .orElseThrow();
    assertThat(chosen.secrets()).containsOnlyKeys("api.token");
    assertThat(chosen.secrets().values())
        .allSatisfy(key -> assertThat(key.reference().namespace()).isEqualTo("shop"));
    assertThat(chosen.account()).isEmpty();
    assertThat(chosen.route()).isEqualTo(StoreConfig.Route.COMMON);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://keys.example/{{ .remoteRef.key }}",
        "https://{{ .remoteRef.key }}.example/",
        "https://keys.example{{ .remoteRef.key }}",
        "https://a@keys.example/",
        "https://169.254.169.254/latest/{{ .remoteRef.key }}",
        "https://[fd00:ec2::254]/",
        "https://127.0.0.1/",
        "https://2852039166/",
        "ftp://keys.example/",
        "keys.example"
      })
  void theHostIsWrittenOutAndMayBeReached(String url) {
    assertThat(read(url(url))).isEmpty();
    assertWrong("provider.webhook.url");
  }

  @Test
  void theRulesForEndpointsBindSharedStoresToo() {
    assertThat(read(SHARED, url(URL), "https://other.example")).isEmpty();
    assertWrong("provider.webhook.url");
  }

  @Test
  void aPrefixOfTheRulesIsMetByWhatIsWrittenOut() {
    assertThat(read(OWN, url(URL), "https://keys.example/v1")).isPresent();
    assertThat(read(OWN, url(URL), "https://keys.example/v2")).isEmpty();
    assertWrong("provider.webhook.url");
  }

  @Test
  void textsThatAreNoTemplatesAndPathsThatAreNoneAreTold() {
    read(
        new WebhookProvider(
            "https://keys.example/{{ nosuch }}",
            "POST",
            Map.of("X-Api-Key", "{{ .a"),
            "{{ env \"HOME\" }}",
            new WebhookResult("$..value"),
            null));
    assertWrong(
        "provider.webhook.url",
        "provider.webhook.headers",
        "provider.webhook.body",
        "provider.webhook.result.jsonPath");
  }

  @Test
  void aSecretHasOneNameOfItsOwn() {
    read(
        new WebhookProvider(
            URL,
            null,
            null,
            null,
            null,
            List.of(secret("a.b", null), secret("api", null), secret("api", null))));
    assertWrong("provider.webhook.secrets[0].name", "provider.webhook.secrets[2]");
  }

  @Test
  void noSecretHidesTheKeyAndNoneIsOfAnotherNamespace() {
    read(new WebhookProvider(URL, null, null, null, null, List.of(secret("remoteRef", null))));
    read(new WebhookProvider(URL, null, null, null, null, List.of(secret("api", "other"))));
    assertWrong("provider.webhook.secrets", "provider.webhook.secrets[0].secretRef.namespace");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Host", "authorization", "Transfer-Encoding", "X: y", ""})
  void headersOfTheConnectionAreRefused(String name) {
    read(new WebhookProvider(URL, null, Map.of(name, "a"), null, null, null));
    assertWrong("provider.webhook.headers");
  }
}
