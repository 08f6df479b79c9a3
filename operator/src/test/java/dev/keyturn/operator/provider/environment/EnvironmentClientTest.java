package dev.keyturn.operator.provider.environment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Lister;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.provider.testkit.NoHttp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EnvironmentClientTest {
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

  private final Map<String, String> variables =
      Map.of(
          "APP_DB_PASSWORD", "mine",
          "APP_", "no key",
          "APP_a/b", "no key either",
          "APPLE", "half a word",
          "DB_PASSWORD", "not of this store",
          "OTHER_TOKEN", "not of this store");
  private final ProviderClient client =
      new EnvironmentProviderFactory(InstantSource.fixed(NOW), variables)
          .open(new EnvironmentConfig("APP_"), Credentials.none(), new NoHttp());
  private final Call call =
      new Call(Session.none(NOW), Deadline.after(Duration.ofSeconds(15)), "test");

  private Outcome<RemoteValue> read(String key, Optional<String> version) {
    return client.read(new RemoteRef(key, version), call);
  }

  private static void assertFails(
      Outcome<RemoteValue> outcome, FailureClass kind, FailureDetail detail) {
    assertThat(outcome).isEqualTo(Outcome.failed(kind, detail));
  }

  @Test
  void theNameOfTheVariableIsThePrefixAndTheKey() {
    assertThat(read("DB_PASSWORD", Optional.empty()))
        .isInstanceOfSatisfying(
            Outcome.Ok.class,
            read -> {
              try (RemoteValue value = (RemoteValue) read.value()) {
                assertThat(value.payload().<String>withText(text -> text)).isEqualTo("mine");
              }
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"APP_DB_PASSWORD", "OTHER_TOKEN", "LE", "PATH"})
  void aVariableWithoutThePrefixIsNotThere(String key) {
    assertFails(read(key, Optional.empty()), FailureClass.NotFound, FailureDetail.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", "a=b", "a b", "\0", "ä"})
  void whatIsNoNameOfAVariableIsNotLookedUp(String key) {
    assertFails(read(key, Optional.empty()), FailureClass.InvalidData, FailureDetail.NAME_ILLEGAL);
  }

  @Test
  void anOldVersionCannotBePinned() {
    assertFails(
        read("DB_PASSWORD", Optional.of("1")),
        FailureClass.InvalidData,
        FailureDetail.BACKEND_LIMIT);
  }

  @Test
  void aFindSeesKeysBehindThePrefixAlone() {
    Lister lister = client.lister().orElseThrow();
    assertThat(lister.list(Lister.Folder.of(""), Optional.empty(), call))
        .isInstanceOfSatisfying(
            Outcome.Ok.class,
            listed ->
                assertThat(((Lister.Page) listed.value()).secrets())
                    .containsExactly("DB_PASSWORD"));
  }
}
