package dev.keyturn.operator.provider.vault;

import static dev.keyturn.operator.provider.vault.VaultFixture.call;
import static dev.keyturn.operator.provider.vault.VaultFixture.failure;
import static dev.keyturn.operator.provider.vault.VaultFixture.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RotationState;
import dev.keyturn.operator.provider.RotationTicket;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What real servers hardly answer; what they do, {@link RealServerCases} shows. */
class TransitKeysTest {
  private static final RemoteRef FIRST = new RemoteRef("transit:seal/keys/app", Optional.of("1"));

  private final ScriptedEngine engine = new ScriptedEngine();
  private final TransitKeys keys = new TransitKeys(engine.calls());

  @AfterEach
  void close() {
    engine.close();
  }

  private void nextVersion(int latest) {
    engine.next(200, "{\"data\":{\"keys\":{\"1\":1700000000},\"latest_version\":" + latest + "}}");
  }

  @Test
  void aRotationWhoseReplyWasLostIsNotMadeTwice() {
    nextVersion(1);
    engine.next(502, "");
    assertThat(failure(keys.start(FIRST, "id", call())).mayHaveApplied()).isTrue();
    nextVersion(2);
    value(keys.start(FIRST, "id", call()));
    assertThat(engine.requests())
        .containsExactly(
            "GET /v1/seal/keys/app", "POST /v1/seal/keys/app/rotate", "GET /v1/seal/keys/app");
  }

  @Test
  void aNodeThatLagsBehindShowsThatTheRotationIsPending() {
    nextVersion(1);
    RotationTicket ticket = new RotationTicket(FIRST, "id", Optional.empty());
    assertThat(value(keys.state(ticket, call()))).isEqualTo(new RotationState.Pending());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "seal/keys/app",
        "transit:seal/app",
        "transit:keys/app",
        "transit:s/keys/a/rotate"
      })
  void aKeyThatNamesNoKeyIsNeverSent(String key) {
    assertThat(failure(keys.start(new RemoteRef(key, Optional.of("1")), "id", call())).detail())
        .isEqualTo(FailureDetail.NAME_ILLEGAL);
    assertThat(engine.requests()).isEmpty();
  }

  @Test
  void aRotationWithoutTheVersionThatItReplacesIsNotMade() {
    RemoteRef any = new RemoteRef(FIRST.key(), Optional.empty());
    assertThat(failure(keys.start(any, "id", call())))
        .isEqualTo(Failure.of(FailureClass.InvalidData, FailureDetail.FIELD));
    assertThat(engine.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"data\":{}}", "{\"data\":null}", "{\"data\":{\"latest_version\":\"2\"}}"})
  void anAnswerWithoutAVersionIsInvalid(String body) {
    engine.next(200, body);
    assertThat(failure(keys.newest(FIRST.key(), call())).kind())
        .isEqualTo(FailureClass.InvalidData);
  }
}
