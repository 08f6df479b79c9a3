package dev.keyturn.operator.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.webhook.FakeWebhook;
import dev.keyturn.operator.provider.webhook.WebhookConfig;
import dev.keyturn.operator.provider.webhook.WebhookProviderFactory;
import dev.keyturn.operator.source.http.EndpointPolicy;
import dev.keyturn.operator.source.http.JdkBackendHttp;
import dev.keyturn.operator.source.http.TlsTrust;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the keys of one webhook have to do with each other. */
class WebhookReadsTest {
  private final SourceFixture source = new SourceFixture();
  private final FakeWebhook service = new FakeWebhook();
  private final JdkBackendHttp http =
      new JdkBackendHttp(
          EndpointPolicy.of(List.of(service.uri().toString()), Set.of()),
          ((Outcome.Ok<TlsTrust>) TlsTrust.ofBundle(service.pem().getBytes(UTF_8))).value(),
          JdkBackendHttp.CONNECT_TIMEOUT);
  private final Connection connection = source.connection(client(), SourceFixture.TTL);

  private ProviderClient client() {
    URI base = URI.create(service.uri() + "/v1/");
    return new WebhookProviderFactory(InstantSource.system())
        .open(
            new WebhookConfig(
                base,
                values -> Optional.of(SecretBytes.ofText(base + text(values, "remoteRef", "key"))),
                "GET",
                Map.of(
                    "X-Api-Key",
                    values -> Optional.of(SecretBytes.ofText(text(values, "api", "token")))),
                Optional.empty(),
                Optional.empty(),
                List.of(new WebhookConfig.Named("api", "token"))),
            new Credentials(
                Map.of("api.token", SecretBytes.ofText(FakeWebhook.KEY)), Optional.empty()),
            http);
  }

  private static String text(
      Map<String, Map<String, SecretBytes>> values, String group, String name) {
    return Objects.requireNonNull(Objects.requireNonNull(values.get(group)).get(name))
        .withText(text -> text);
  }

  @AfterEach
  void close() {
    connection.close();
    http.close();
    service.close();
  }

  @Test
  void aKeyThatIsNotThereStopsNoOther() {
    service.put("app", "{\"v\":\"1\"}");
    for (int retry = 0; retry < 50; retry++) {
      source.time.advance(Duration.ofMinutes(1));
      assertThat(SourceFixture.failure(SourceFixture.read(connection, source.fresh("typo", "aap"))))
          .isEqualTo(FailureClass.Unavailable);
      if (retry % 10 == 9) {
        assertThat(SourceFixture.text(SourceFixture.read(connection, source.fresh("good", "app"))))
            .isEqualTo("{\"v\":\"1\"}");
      }
    }
    assertThat(service.requests()).hasSize(55);
  }
}
