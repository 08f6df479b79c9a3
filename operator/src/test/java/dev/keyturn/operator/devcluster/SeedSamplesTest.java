package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.proof.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The manifests of {@code examples/21-seed-samples} with a backend in memory. */
final class SeedSamplesTest {
  private static final Path SAMPLES =
      Path.of(System.getProperty("keyturn.root"), "examples/21-seed-samples");

  private final House house = House.started();

  @BeforeEach
  void backend() {
    house.namespace("demo");
    house.store("demo", "backend");
    house.awaitStore("demo", "backend", "True/Valid");
  }

  @AfterEach
  void close() {
    house.close();
  }

  private void applySample(String file) throws IOException {
    house.apply("%s", Files.readString(SAMPLES.resolve(file)));
  }

  @Proves("F029")
  @Test
  void keysOfVendorsArriveAndHalfAnOAuthLoginIsRefused() throws IOException {
    house.backend.put("app/llm/openai", "{\"api_key\":\"one\"}");
    house.backend.put("app/llm/anthropic", "{\"api_key\":\"two\"}");
    house.backend.put("app/email/sendgrid", "{\"api_key\":\"three\"}");
    house.backend.put("app/oauth/google", "{\"client_id\":\"id\"}");
    applySample("vendors.yaml");
    house.awaitData("demo", "llm-openai", Map.of("api_key", "one"));
    house.awaitData("demo", "llm-anthropic", Map.of("api_key", "two"));
    house.awaitData("demo", "mail-sendgrid", Map.of("api_key", "three"));
    house.awaitCondition("demo", "oauth-google", "Synced", "False/ValidationFailed");
    assertThat(house.writes("demo")).doesNotContain("apply secrets/oauth-google");

    house.backend.put("app/oauth/google", "{\"client_id\":\"id\",\"client_secret\":\"s\"}");
    house.advanceUntil(
        Duration.ofMinutes(66),
        () ->
            assertThat(house.data("demo", "oauth-google"))
                .isEqualTo(Map.of("client_id", "id", "client_secret", "s")));
  }

  @Proves("F033")
  @Test
  void theSecretOfAnApplicationIsMadeFromPropertiesOwnedAndRefreshedHourly() throws IOException {
    house.backend.put("app/database/url", "{\"url\":\"postgres://one\",\"more\":\"x\"}");
    house.backend.put("app/redis/connection", "{\"auth_token\":\"t\",\"port\":\"6379\"}");
    applySample("application.yaml");
    house.awaitSynced("demo", "app-secrets");
    assertThat(house.data("demo", "app-secrets"))
        .isEqualTo(Map.of("DATABASE_URL", "postgres://one", "REDIS_TOKEN", "t"));
    assertThat(house.secret("demo", "app-secrets").getMetadata().getOwnerReferences())
        .extracting("kind", "name", "controller")
        .containsExactly(org.assertj.core.groups.Tuple.tuple("SecretSync", "app-secrets", true));
    // The default of the interval is the one that the sample spells out.
    house.store("demo", "store");
    house.sync("demo", "unsaid", "app/database/url");
    house.awaitSynced("demo", "unsaid");
    house.backend.put("app/database/url", "{\"url\":\"postgres://two\"}");
    house.advanceUntil(
        Duration.ofMinutes(66),
        () ->
            assertThat(house.data("demo", "app-secrets"))
                .isEqualTo(Map.of("DATABASE_URL", "postgres://two", "REDIS_TOKEN", "t")));
    house.awaitData("demo", "unsaid", Map.of("value", "{\"url\":\"postgres://two\"}"));
  }
}
