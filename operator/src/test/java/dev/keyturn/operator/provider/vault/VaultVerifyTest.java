package dev.keyturn.operator.provider.vault;

import static dev.keyturn.operator.provider.vault.VaultFixture.call;
import static dev.keyturn.operator.provider.vault.VaultFixture.failure;
import static dev.keyturn.operator.provider.vault.VaultFixture.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.vault.VaultConfig.KeyValueVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VaultVerifyTest {
  private final VaultFixture fixture = new VaultFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  private ProviderClient client(String mount, KeyValueVersion version, Optional<String> namespace) {
    return fixture.client(
        new VaultConfig(
            fixture.vault.uri(),
            mount,
            version,
            namespace,
            Optional.empty(),
            new VaultAuth.Token()),
        Map.of(VaultAuth.TOKEN, VaultFixture.TOKEN));
  }

  private List<ConfigProblem> problems(KeyValueVersion version) {
    try (ProviderClient client = client("secret", version, Optional.empty())) {
      return value(client.verify(call()));
    }
  }

  private Failure failed() {
    try (ProviderClient client = client("secret", KeyValueVersion.V2, Optional.empty())) {
      return failure(client.verify(call()));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "V2|{\"data\":{\"type\":\"kv\",\"options\":{\"version\":\"2\"}}}",
        "V1|{\"data\":{\"type\":\"kv\",\"options\":{\"version\":\"1\"}}}",
        "V1|{\"data\":{\"type\":\"kv\",\"options\":{\"version\":null}}}",
        "V1|{\"data\":{\"options\":{},\"type\":\"kv\"}}",
        "V1|{\"data\":{\"type\":\"kv\",\"options\":null}}",
        "V1|{\"data\":{\"type\":\"kv\"}}",
        "V1|{\"data\":{\"type\":\"generic\",\"options\":null,\"config\":{\"max_lease_ttl\":0}},\"auth\":null}"
      })
  void aMountOfTheConfiguredVersionIsNoProblem(KeyValueVersion version, String body) {
    fixture.nextJson(200, body);

    assertThat(problems(version)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "V2|{\"type\":\"kv\",\"options\":null}|says v2, but the mount is of version 1",
        "V2|{\"type\":\"generic\"}|says v2, but the mount is of version 1",
        "V1|{\"type\":\"kv\",\"options\":{\"version\":\"2\"}}|says v1, but the mount is of version"
            + " 2"
      })
  void aMountOfTheOtherVersionIsAProblemOfTheVersion(
      KeyValueVersion version, String data, String cause) {
    fixture.nextJson(200, "{\"data\":" + data + "}");

    assertThat(problems(version))
        .containsExactly(new ConfigProblem("provider.vault.version", FailureDetail.FIELD, cause));
  }

  @ParameterizedTest
  @ValueSource(strings = {"transit", "kt-canary-7f3a", ""})
  void anotherEngineIsAProblemOfThePath(String type) {
    fixture.nextJson(200, "{\"data\":{\"type\":\"" + type + "\",\"options\":{\"version\":\"2\"}}}");

    assertThat(problems(KeyValueVersion.V2))
        .containsExactly(
            new ConfigProblem(
                "provider.vault.path",
                FailureDetail.FIELD,
                "names a mount that is no key-value engine"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403|{\"errors\":[\"preflight capability check returned 403\",\"permission denied\"]}",
        "403|<html>Forbidden</html>",
        "404|{\"errors\":[]}",
        "404|{\"errors\":[\"no handler for route\"]}",
        "404|<html>Not Found</html>"
      })
  void aServerThatDoesNotSayIsNoProblem(int status, String body) {
    fixture.nextJson(status, body);

    assertThat(problems(KeyValueVersion.V2)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "400, InvalidData",
    "401, AuthFailed",
    "429, Throttled",
    "472, Unavailable",
    "500, Unavailable",
    "503, Unavailable",
    "504, Timeout"
  })
  void anotherStatusIsAFailure(int status, FailureClass kind) {
    fixture.nextJson(status, "{\"errors\":[\"kt-canary-7f3a\"]}");

    Failure failure = failed();

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.toString()).doesNotContain("canary");
  }

  @Test
  void aTokenThatIsNoneIsAFailureAndNotSilence() {
    fixture.vault.expireTokens();

    assertThat(failed().kind()).isEqualTo(FailureClass.AuthFailed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"data\":null}",
        "{\"data\":{}}",
        "{\"data\":{\"type\":1}}",
        "{\"data\":{\"type\":\"kv\",\"options\":[]}}",
        "{\"data\":{\"type\":\"kv\",\"options\":{\"version\":2}}}",
        "{\"data\":{\"type\":\"kv\",\"options\":{\"version\":\"kt-canary-7f3a\"}}}",
        "{\"data\":{\"type\":\"kv\",\"type\":\"kv\"}}",
        "<html>kt-canary-7f3a</html>"
      })
  void a200ThatKeepsNotWhatTheProtocolPromisesIsInvalid(String body) {
    fixture.nextJson(200, body);

    assertThat(failed()).isEqualTo(Failure.of(FailureClass.InvalidData));
  }

  @Test
  void itIsOneRequestOfTheSessionInTheNamespaceOfTheData() {
    fixture.nextJson(200, "{\"data\":{\"type\":\"kv\",\"options\":{\"version\":\"2\"}}}");

    try (ProviderClient client = client("team/kv 1", KeyValueVersion.V2, Optional.of("shop"))) {
      value(client.verify(call()));
    }

    assertThat(fixture.vault.server().requests()).hasSize(1);
    var request = fixture.vault.server().requests().getFirst();
    assertThat(request.method()).isEqualTo("GET");
    assertThat(request.target()).isEqualTo("/v1/sys/internal/ui/mounts/team/kv%201");
    assertThat(request.headers())
        .containsEntry("x-vault-token", VaultFixture.TOKEN)
        .containsEntry("x-vault-namespace", "shop");
  }
}
