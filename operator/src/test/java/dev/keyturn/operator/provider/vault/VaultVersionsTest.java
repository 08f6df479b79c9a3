package dev.keyturn.operator.provider.vault;

import static dev.keyturn.operator.provider.vault.VaultFixture.call;
import static dev.keyturn.operator.provider.vault.VaultFixture.failure;
import static dev.keyturn.operator.provider.vault.VaultFixture.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.VersionMark;
import dev.keyturn.operator.provider.VersionStamp;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of {@code metadata}, good and bad. */
class VaultVersionsTest {
  private static final String ALIVE =
      "{\"created_time\":\"2026-01-02T03:04:05.6Z\",\"deletion_time\":\"\",\"destroyed\":false}";
  private static final VersionMark SECOND =
      new VersionMark(
          new VersionStamp("2", true, Optional.of(Instant.parse("2026-01-02T03:04:05.6Z"))),
          Map.of());

  private final VaultFixture vault = new VaultFixture();

  @AfterEach
  void close() {
    vault.close();
  }

  private Outcome<Optional<VersionMark>> asked(int status, String body) {
    vault.nextJson(status, body);
    try (var client = vault.client()) {
      return client.versions().orElseThrow().newest("app", call());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"data\":{\"current_version\":2,\"custom_metadata\":null,\"versions\":{\"1\":{},\"2\":%s}}}",
        "{\"data\":{\"versions\":{\"2\":%s},\"max_versions\":0,\"current_version\":2},\"auth\":null}"
      })
  void theNewestVersionIsToldInWhateverOrder(String body) {
    assertThat(value(asked(200, body.formatted(ALIVE)))).contains(SECOND);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"data\":null}",
        "{\"data\":{\"current_version\":0,\"versions\":{}}}",
        "{\"data\":{\"current_version\":3,\"versions\":{\"2\":{}}}}",
        "{\"data\":{\"current_version\":2,\"versions\":{\"2\":{\"destroyed\":true}}}}",
        "{\"data\":{\"current_version\":2,\"versions\":{\"2\":{\"deletion_time\":\"2099-01-01T00:00:00Z\"}}}}"
      })
  void whatIsNotPlainlyAliveIsLeftToTheRead(String body) {
    assertThat(value(asked(200, body))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | <html> | InvalidData",
        "200 | {\"data\":{\"current_version\":\"2\"}} | InvalidData",
        "200 | {\"data\":{\"versions\":{\"2\":{\"created_time\":\"now\"}}}} | InvalidData",
        "403 | {\"errors\":[\"1 error occurred:\\n\\t* permission denied\\n\\n\"]} | AccessDenied",
        // OpenBao on a token that it does not know
        "403 | {\"errors\":[\"permission denied\"]} | AuthFailed",
        "403 | {\"errors\":[\"preflight capability check returned 403\",\"permission denied\"]} | AccessDenied",
        "503 | {\"errors\":[\"Vault is sealed\"]} | Unavailable"
      })
  void whatIsNoAnswerIsAFailure(int status, String body, FailureClass kind) {
    assertThat(failure(asked(status, body)).kind()).isEqualTo(kind);
  }
}
