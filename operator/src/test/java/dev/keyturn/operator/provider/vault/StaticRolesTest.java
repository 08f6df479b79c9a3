package dev.keyturn.operator.provider.vault;

import static dev.keyturn.operator.provider.vault.VaultFixture.call;
import static dev.keyturn.operator.provider.vault.VaultFixture.failure;
import static dev.keyturn.operator.provider.vault.VaultFixture.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.RotationState;
import dev.keyturn.operator.provider.RotationTicket;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a server may answer and real ones hardly do; what they do, the e2e suites of static roles
 * show.
 */
class StaticRolesTest {
  private static final String CANARY = "kt-canary-7f3a";
  private static final String BEFORE = "2026-03-04T05:06:07.123456789Z";
  private static final String AFTER = "2026-03-05T05:06:07Z";
  private static final String KEY = "role:database/static-creds/app";

  private final ScriptedEngine engine = new ScriptedEngine();
  private final StaticRoles roles = new StaticRoles(engine.calls());

  @AfterEach
  void close() {
    engine.close();
  }

  private void nextRole(String rotated, String password) {
    engine.next(
        200,
        """
        {"lease_id":"","lease_duration":0,"data":{"last_vault_rotation":"%s","password":"%s",\
        "rotation_period":86400,"ttl":99,"username":"app"}}\
        """
            .formatted(rotated, password));
  }

  private static RemoteRef at(String version) {
    return new RemoteRef(KEY, Optional.of(version));
  }

  @Test
  void onlyTheLoginIsHandedOverAndTheTimeOfTheRotationNamesIt() {
    nextRole(BEFORE, "p");
    try (RemoteValue read = value(roles.read(VaultFixture.newest(KEY), call()))) {
      assertThat(read.payload().<String>withText(text -> text))
          .isEqualTo("{\"password\":\"p\",\"username\":\"app\"}");
      assertThat(read.version().orElseThrow().id()).isEqualTo(BEFORE);
      assertThat(read.version().orElseThrow().created()).isPresent();
      assertThat(read.expires()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "role:database/static-creds/app, database/static-creds/app, database/rotate-role/app",
    "role:ldap/static-cred/a, ldap/static-cred/a, ldap/rotate-role/a",
    "role:team/db/static-creds/a b, team/db/static-creds/a%20b, team/db/rotate-role/a%20b"
  })
  void theTwoPathsOfARoleAreOfOneMount(String key, String read, String rotate) {
    nextRole(BEFORE, "p");
    engine.next(204, "");
    value(roles.start(new RemoteRef(key, Optional.of(BEFORE)), "id", call()));
    assertThat(engine.requests()).containsExactly("GET /v1/" + read, "POST /v1/" + rotate);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "role:database/creds/app",
        "role:static-creds/app",
        "role:database/static-creds/",
        "role:database/static-creds/../config/pg",
        "database/static-creds/app"
      })
  void aKeyThatNamesNoStaticRoleIsNeverSent(String key) {
    assertThat(VaultClient.edge(() -> roles.read(VaultFixture.newest(key), call())))
        .satisfies(
            outcome -> assertThat(failure(outcome).detail()).isEqualTo(FailureDetail.NAME_ILLEGAL));
    assertThat(failure(roles.start(new RemoteRef(key, Optional.of(BEFORE)), "id", call())).detail())
        .isEqualTo(FailureDetail.NAME_ILLEGAL);
    assertThat(engine.requests()).isEmpty();
  }

  @Test
  void aRotationWithoutTheVersionThatItReplacesIsNotMade() {
    assertThat(failure(roles.start(VaultFixture.newest(KEY), "id", call())))
        .isEqualTo(Failure.of(FailureClass.InvalidData, FailureDetail.FIELD));
    assertThat(engine.requests()).isEmpty();
  }

  @Test
  void aRoleThatHasMovedOnIsNotRotatedAgain() {
    nextRole(AFTER, "q");
    RotationTicket ticket = value(roles.start(at(BEFORE), "id", call()));
    assertThat(engine.requests()).containsExactly("GET /v1/database/static-creds/app");
    nextRole(AFTER, "q");
    assertThat(value(roles.state(ticket, call()))).isInstanceOf(RotationState.Done.class);
  }

  @Test
  void aRotationIsDoneWhenItsTimeAndTheValueHaveChanged() {
    nextRole(BEFORE, CANARY);
    engine.next(204, "");
    RotationTicket ticket = value(roles.start(at(BEFORE), "id", call()));
    assertThat(ticket.toString()).doesNotContain(CANARY);
    nextRole(BEFORE, CANARY);
    assertThat(value(roles.state(ticket, call()))).isEqualTo(new RotationState.Pending());
    nextRole(AFTER, CANARY);
    assertThat(value(roles.state(ticket, call()))).isEqualTo(new RotationState.Pending());
    nextRole(AFTER, "q");
    assertThat(value(roles.state(ticket, call())))
        .isInstanceOfSatisfying(
            RotationState.Done.class, done -> assertThat(done.version().id()).isEqualTo(AFTER));
  }

  @Test
  void aRotationWhoseReplyWasLostIsNotMadeTwice() {
    nextRole(BEFORE, "p");
    engine.next(500, "{\"errors\":[\"" + CANARY + "\"]}");
    Failure lost = failure(roles.start(at(BEFORE), "id", call()));
    assertThat(lost.kind()).isEqualTo(FailureClass.Unavailable);
    assertThat(lost.mayHaveApplied()).isTrue();
    assertThat(lost.toString()).doesNotContain(CANARY);
    nextRole(AFTER, "q");
    value(roles.start(at(BEFORE), "id", call()));
    assertThat(engine.requests()).filteredOn(request -> request.startsWith("POST")).hasSize(1);
  }

  @Test
  void aRoleThatVaultNeverRotatedHasAVersionToo() {
    engine.next(200, "{\"data\":{\"password\":\"p\",\"username\":\"app\",\"ttl\":0}}");
    engine.next(204, "");
    value(roles.start(at("never"), "id", call()));
    assertThat(engine.requests()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"data\":{\"username\":\"app\"}}|EMPTY",
        "{\"data\":{\"access_key\":\"a\",\"secret_key\":\"b\"}}|NONE",
        "{\"data\":null}|NONE",
        "{\"data\":{\"username\":\"a\",\"password\":\"b\",\"last_vault_rotation\":\"soon\"}}|NONE"
      })
  void anAnswerThatIsNoLoginIsInvalid(String body, FailureDetail detail) {
    engine.next(200, body);
    assertThat(failure(VaultClient.edge(() -> roles.read(VaultFixture.newest(KEY), call()))))
        .isEqualTo(Failure.of(FailureClass.InvalidData, detail));
  }

  @Test
  void nothingIsWrittenWhereARoleWouldBeRead() {
    VaultWriter writer =
        new VaultWriter(
            URI.create("https://vault.test"),
            "secret",
            Optional.empty(),
            engine.transport(),
            new StatusMeaning(InstantSource.system()));
    assertThat(failure(writer.look(KEY, call())).detail()).isEqualTo(FailureDetail.NAME_ILLEGAL);
    assertThat(engine.requests()).isEmpty();
  }

  @Test
  void anotherVersionThanTheNewestIsNotKept() {
    assertThat(failure(roles.read(at(BEFORE), call())).detail()).isEqualTo(FailureDetail.FIELD);
    assertThat(engine.requests()).isEmpty();
  }
}
