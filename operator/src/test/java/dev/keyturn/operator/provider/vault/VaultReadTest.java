package dev.keyturn.operator.provider.vault;

import static dev.keyturn.operator.provider.vault.VaultFixture.ample;
import static dev.keyturn.operator.provider.vault.VaultFixture.call;
import static dev.keyturn.operator.provider.vault.VaultFixture.failure;
import static dev.keyturn.operator.provider.vault.VaultFixture.newest;
import static dev.keyturn.operator.provider.vault.VaultFixture.text;
import static dev.keyturn.operator.provider.vault.VaultFixture.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.vault.VaultConfig.KeyValueVersion;
import dev.keyturn.proof.Backend;
import dev.keyturn.proof.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VaultReadTest {
  private final VaultFixture fixture = new VaultFixture();
  private final ProviderClient client = fixture.client();

  @AfterEach
  void close() {
    client.close();
    fixture.close();
  }

  private Failure read(String key) {
    return failure(client.read(newest(key), call()));
  }

  @Test
  void theStampIsTheVersionOfTheEngine() {
    fixture.vault.keyValue.put("app", "{\"v\":\"1\"}");
    fixture.vault.keyValue.put("app", "{\"v\":\"2\"}");

    try (RemoteValue read = value(client.read(newest("app"), call()))) {
      assertThat(read.version())
          .contains(
              new VersionStamp(
                  "2", true, Optional.of(Instant.parse("2026-01-02T03:04:07.678901234Z"))));
    }
  }

  @Test
  void theValueIsCompactAndItsNumbersKeepTheirSpelling() {
    fixture.vault.keyValue.put(
        "app", "{ \"a\" : 1.50e+07 ,\n \"b\":[ -0 , 1E400 ], \"ü\":\"\\u00e9\\n\" }");

    try (RemoteValue read = value(client.read(newest("app"), call()))) {
      assertThat(text(read)).isEqualTo("{\"a\":1.50e+07,\"b\":[-0,1E400],\"ü\":\"é\\n\"}");
      assertThat(read.shape()).isEqualTo(RemoteValue.Shape.JSON_OBJECT);
    }
  }

  @Test
  void oneReadIsOneRequestWithTokenAndAuditId() {
    fixture.vault.keyValue.put("team/app 1", "{\"v\":\"1\"}");

    value(client.read(new RemoteRef("team/app 1", Optional.of("1")), call())).close();

    assertThat(fixture.vault.server().requests()).hasSize(1);
    var request = fixture.vault.server().requests().getFirst();
    assertThat(request.target()).isEqualTo("/v1/secret/data/team/app%201?version=1");
    assertThat(request.headers())
        .containsEntry("x-vault-token", VaultFixture.TOKEN)
        .containsEntry("x-vault-request", "true")
        .containsEntry("x-correlation-id", "audit-1")
        .doesNotContainKey("x-vault-namespace");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/a",
        "a/",
        "a//b",
        ".",
        "..",
        "a/../b",
        "a/./b",
        "a\nb",
        "a\u0000b",
        "a\u0085b",
        "\ud800"
      })
  void illegalKeysAreRefusedWithoutARequest(String key) {
    assertThat(read(key))
        .isEqualTo(Failure.of(FailureClass.InvalidData, FailureDetail.NAME_ILLEGAL));
    assertThat(fixture.vault.server().connections()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1.0", "01", "x", "", "9999999999", "1&list=true"})
  void versionsThatAreNoneAreRefusedWithoutARequest(String version) {
    assertThat(failure(client.read(new RemoteRef("app", Optional.of(version)), call())))
        .isEqualTo(Failure.of(FailureClass.InvalidData, FailureDetail.FIELD));
    assertThat(fixture.vault.server().connections()).isZero();
  }

  @Test
  void versionOneOfTheEngineHasNoVersionsToPin() {
    try (ProviderClient first =
        fixture.client(
            VaultFixture.config(fixture.vault.uri(), KeyValueVersion.V1, new VaultAuth.Token()),
            Map.of(VaultAuth.TOKEN, VaultFixture.TOKEN))) {
      assertThat(failure(first.read(new RemoteRef("app", Optional.of("1")), call())))
          .isEqualTo(Failure.of(FailureClass.InvalidData, FailureDetail.FIELD));
    }
  }

  @Fault(
      value = "V29",
      backends = {Backend.VAULT, Backend.OPENBAO})
  @ParameterizedTest
  @CsvSource({
    "200, InvalidData",
    "204, InvalidData",
    "206, InvalidData",
    "301, Unavailable",
    "302, Unavailable",
    "308, Unavailable",
    "400, InvalidData",
    "401, AuthFailed",
    "403, AccessDenied",
    "405, InvalidData",
    "408, Timeout",
    "413, InvalidData",
    "429, Throttled",
    "472, Unavailable",
    "473, Unavailable",
    "500, Unavailable",
    "502, Unavailable",
    "503, Unavailable",
    "504, Timeout"
  })
  void aStatusHasItsClass(int status, FailureClass kind) {
    fixture.nextJson(status, status == 204 ? "" : "{\"errors\":[\"kt-canary-7f3a\"]}");

    Failure failure = read("app");

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.toString()).doesNotContain("canary");
  }

  @Test
  void aTokenThatIsNoneIsAuthFailedAndAPolicyThatSaysNoIsAccessDenied() {
    fixture.vault.deny("closed");

    assertThat(read("closed").kind()).isEqualTo(FailureClass.AccessDenied);
    fixture.vault.expireTokens();
    assertThat(read("app").kind()).isEqualTo(FailureClass.AuthFailed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"errors\":[]}|NotFound|NONE",
        "{\"errors\":[],\"warnings\":null,\"data\":null}|NotFound|NONE",
        "{\"data\":null,\"warnings\":[\"Invalid path for a versioned K/V secrets"
            + " engine\"]}|NotFound|CONTAINER_MISSING",
        "{\"errors\":[\"no handler for route \\\"x\\\". route entry not"
            + " found.\"]}|NotFound|CONTAINER_MISSING",
        "{\"errors\":[\"something else\"]}|NotFound|CONTAINER_MISSING",
        "{\"data\":{\"data\":null,\"metadata\":{\"version\":2,\"destroyed\":false}}}|SourceDeleted|SOFT_DELETED",
        "{\"data\":{\"data\":null,\"metadata\":{\"version\":2,\"destroyed\":true}}}|SourceDeleted|DESTROYED",
        "{\"data\":{\"data\":{\"a\":1},\"metadata\":{\"version\":2}}}|Unavailable|NONE",
        "{\"data\":{\"data\":null}}|Unavailable|NONE",
        "{}|Unavailable|NONE",
        "{\"errors\":null}|Unavailable|NONE",
        "<html>Not Found</html>|Unavailable|NONE",
        "{\"errors\":[]} trailing|Unavailable|NONE",
        "{\"errors\":[|Unavailable|NONE",
        "''|Unavailable|NONE"
      })
  void a404CountsOnlyInVaultsOwnWords(String body, FailureClass kind, FailureDetail detail) {
    fixture.nextJson(404, body);

    assertThat(read("app")).isEqualTo(Failure.of(kind, detail).withStatus(404));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"data\":{\"data\":{},\"metadata\":{\"version\":1}}}|EMPTY",
        "{\"data\":{\"data\":null,\"metadata\":{\"version\":1}}}|EMPTY",
        "{\"data\":{\"metadata\":{\"version\":1}}}|NONE",
        "{\"data\":{\"data\":{\"a\":1}}}|NONE",
        "{\"data\":{\"data\":{\"a\":1},\"metadata\":{}}}|NONE",
        "{\"data\":{\"data\":{\"a\":1},\"metadata\":{\"version\":0}}}|NONE",
        "{\"data\":{\"data\":{\"a\":1},\"metadata\":{\"version\":\"1\"}}}|NONE",
        "{\"data\":{\"data\":{\"a\":1},\"metadata\":{\"version\":1.0}}}|NONE",
        "{\"data\":{\"data\":{\"a\":1},\"metadata\":{\"version\":1,\"created_time\":\"kt-canary-7f3a\"}}}|NONE",
        "{\"data\":{\"data\":{\"a\":1},\"metadata\":{\"version\":1,\"custom_metadata\":{\"a\":1}}}}|NONE",
        "{\"data\":{\"data\":{\"a\":\"kt-canary-7f3a\",\"a\":1},\"metadata\":{\"version\":1}}}|NONE",
        "{\"data\":{\"data\":{\"a\":1},\"metadata\":{\"version\":1}},\"data\":{}}|NONE",
        "{\"data\":{\"data\":[1],\"metadata\":{\"version\":1}}}|NONE",
        "{\"data\":{\"data\":\"kt-canary-7f3a\",\"metadata\":{\"version\":1}}}|NONE",
        "{\"data\":[]}|NONE",
        "{\"data\":null}|NONE",
        "{}|NONE",
        "[]|NONE",
        "null|NONE",
        "kt-canary-7f3a|NONE",
        "<html>kt-canary-7f3a</html>|NONE",
        "{\"data\":{\"data\":{\"a\":\"kt-canary|NONE",
        "{\"data\":{\"data\":{\"a\":NaN},\"metadata\":{\"version\":1}}}|NONE",
        "{\"data\":{\"data\":{\"a\":01},\"metadata\":{\"version\":1}}}|NONE",
        "{\"data\":{\"data\":{\"a\":\"\\ud800\"},\"metadata\":{\"version\":1}}}|NONE",
        "{\"data\":{\"data\":{\"a\":1},\"metadata\":{\"version\":1}}} {}|NONE",
        "''|NONE"
      })
  void a200ThatKeepsNotWhatTheProtocolPromisesIsInvalid(String body, FailureDetail detail) {
    fixture.nextJson(200, body);

    Failure failure = read("app");

    assertThat(failure.kind()).isEqualTo(FailureClass.InvalidData);
    assertThat(failure.detail()).isEqualTo(detail);
    assertThat(failure.toString()).doesNotContain("canary");
  }

  @Test
  void anotherVersionThanThePinnedOneIsInvalid() {
    fixture.nextJson(200, "{\"data\":{\"data\":{\"a\":1},\"metadata\":{\"version\":3}}}");

    assertThat(failure(client.read(new RemoteRef("app", Optional.of("2")), call())).kind())
        .isEqualTo(FailureClass.InvalidData);
  }

  @Test
  void aDeletionTimeInTheFutureIsAlive() {
    fixture.nextJson(
        200,
        "{\"data\":{\"data\":{\"a\":1},\"metadata\":{\"version\":3,"
            + "\"deletion_time\":\"2999-01-01T00:00:00Z\",\"destroyed\":false}}}");

    try (RemoteValue read = value(client.read(newest("app"), call()))) {
      assertThat(text(read)).isEqualTo("{\"a\":1}");
    }
  }

  @ParameterizedTest
  @CsvSource({"32, true", "33, false"})
  void depthHasALimit(int depth, boolean legal) {
    String nested = "{\"a\":".repeat(depth - 1) + "{\"b\":1}" + "}".repeat(depth - 1);
    fixture.vault.keyValue.put("app", nested);

    assertThat(isRead()).isEqualTo(legal);
  }

  @ParameterizedTest
  @CsvSource({"1000, true", "1001, false"})
  void theNumberOfKeysHasALimit(int keys, boolean legal) {
    StringBuilder json = new StringBuilder("{\"k0\":0");
    for (int key = 1; key < keys; key++) {
      json.append(",\"k").append(key).append("\":0");
    }
    fixture.vault.keyValue.put("app", json.append('}').toString());

    assertThat(isRead()).isEqualTo(legal);
  }

  @ParameterizedTest
  @CsvSource({"10000, true", "10001, false"})
  void theNumberOfItemsHasALimit(int items, boolean legal) {
    String json = "{\"a\":[" + "0,".repeat(items - 1) + "{\"x\":[]}],\"b\":[]}";
    fixture.vault.keyValue.put("app", json);

    assertThat(isRead()).isEqualTo(legal);
  }

  private boolean isRead() {
    return switch (client.read(newest("app"), call())) {
      case Outcome.Ok<RemoteValue>(RemoteValue read) -> {
        read.close();
        yield true;
      }
      case Outcome.Failed<RemoteValue>(Failure failure) -> {
        assertThat(failure.kind()).isEqualTo(FailureClass.InvalidData);
        yield false;
      }
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7|PT7S",
        "0|PT0S",
        "999999999|PT5M",
        "Thu, 05 Mar 2026 05:06:37 GMT|PT5M",
        "Wed, 04 Mar 2026 05:06:37 GMT|PT30S",
        "Wed, 04 Mar 2026 05:06:00 GMT|PT0S",
        "soon|",
        "-5|",
        "99999999999999999999|",
        "1.5|"
      })
  void retryAfterIsSecondsOrADate(String header, Duration wait) {
    fixture.next(
        (request, peer) -> peer.answer(429, "Retry-After: " + header + "\r\n", "{\"errors\":[]}"));

    Failure failure = read("app");

    assertThat(failure.kind()).isEqualTo(FailureClass.Throttled);
    assertThat(failure.retryAfter()).isEqualTo(Optional.ofNullable(wait));
  }

  @Fault(value = "V27", backends = Backend.VAULT)
  @Test
  void aNodeThatLagsIsAskedThreeTimesMore() {
    fixture.vault.keyValue.put("app", "{\"v\":\"1\"}");
    for (int lag = 0; lag < 3; lag++) {
      fixture.nextJson(412, "{\"errors\":[\"required index state not present\"]}");
    }
    value(client.read(newest("app"), call())).close();
    assertThat(fixture.vault.server().requests()).hasSize(4);

    for (int lag = 0; lag < 4; lag++) {
      fixture.nextJson(412, "{\"errors\":[\"required index state not present\"]}");
    }
    assertThat(read("app").kind()).isEqualTo(FailureClass.Unavailable);
    assertThat(fixture.vault.server().requests()).hasSize(8);
  }

  @Test
  void aClosedSessionIsOurFault() {
    var session = VaultFixture.session("x");
    session.token().close();

    assertThat(failure(client.read(newest("app"), new Call(session, ample(), "a"))).kind())
        .isEqualTo(FailureClass.Internal);
  }
}
