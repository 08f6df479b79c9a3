package dev.keyturn.operator.provider.gcp;

import static dev.keyturn.operator.provider.gcp.GcpFixture.CANARY;
import static dev.keyturn.operator.provider.gcp.GcpFixture.failure;
import static dev.keyturn.operator.provider.gcp.GcpFixture.newest;
import static dev.keyturn.operator.provider.gcp.GcpFixture.soon;
import static dev.keyturn.operator.provider.gcp.GcpFixture.text;
import static dev.keyturn.operator.provider.gcp.GcpFixture.value;
import static dev.keyturn.operator.provider.gcp.GcpFixture.version;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Lister;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.gcp.GcpConfig.VersionPolicy;
import dev.keyturn.operator.source.http.ScriptedServer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GcpReadTest {
  private final GcpFixture fixture = new GcpFixture();
  private final ProviderClient client = fixture.client();

  @AfterEach
  void close() {
    client.close();
    fixture.close();
  }

  private Failure failed(String key) {
    return failure(client.read(newest(key), fixture.call()));
  }

  private void assertFailed(FailureClass kind, FailureDetail detail) {
    Failure failure = failed("db");
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.detail()).isEqualTo(detail);
    assertThat(failure.mayHaveApplied()).isFalse();
    assertThat(failure.toString()).doesNotContain(CANARY);
  }

  private void nextError(int status, String code, String text) {
    GoogleMessages.Reply reply = GoogleMessages.error(status, code, text + " " + CANARY);
    fixture.nextJson(reply.status(), reply.body());
  }

  @Test
  void aReadIsOneRequestWithTokenAndAuditId() {
    fixture.google.put("db", "secret");
    try (RemoteValue read = value(client.read(newest("db"), fixture.call()))) {
      assertThat(read.version().orElseThrow().id()).isEqualTo("1");
    }
    ScriptedServer.Seen seen = fixture.google.server().requests().getFirst();
    assertThat(fixture.google.server().requests()).hasSize(1);
    assertThat(seen.target()).isEqualTo("/v1/projects/shop-prod/secrets/db/versions/latest:access");
    assertThat(seen.headers())
        .containsEntry("authorization", "Bearer ya29.given")
        .containsEntry("x-goog-request-reason", "audit-1");
  }

  @Test
  void aChecksumThatIsNotTheValuesIsNoValue() {
    fixture.google.put("db", CANARY);
    fixture.google.spoilChecksum("db");
    assertFailed(FailureClass.InvalidData, FailureDetail.CHECKSUM);
  }

  @Test
  void aValueOfATimeBeforeChecksumsIsTaken() {
    fixture.nextJson(
        200, "{\"name\":\"projects/1/secrets/db/versions/1\",\"payload\":{\"data\":\"b2xk\"}}");
    assertThat(text(client.read(newest("db"), fixture.call()))).isEqualTo("old");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":\"projects/1/secrets/other/versions/1\",\"payload\":{\"data\":\"b2xk\"}}",
        "{\"name\":\"projects/1/secrets/db\",\"payload\":{\"data\":\"b2xk\"}}",
        "{\"name\":\"projects/1/secrets/db/versions/1\",\"payload\":{\"data\":\"%%\"}}",
        "{\"name\":\"projects/1/secrets/db/versions/1\",\"payload\":{\"data\":7}}",
        "{\"payload\":{\"data\":\"b2xk\"}}",
        "{\"name\":\"projects/1/secrets/db/versions/1\",\"payload\":{\"data\":\"b2x",
        "{\"name\":\"kt-canary-7f3a",
        "<html>kt-canary-7f3a</html>",
        "",
        "null",
        "[]"
      })
  void anAnswerThatIsNotTheSecretsIsInvalid(String body) {
    fixture.nextJson(200, body);
    assertFailed(FailureClass.InvalidData, FailureDetail.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":\"projects/1/secrets/db/versions/1\"}",
        "{\"name\":\"projects/1/secrets/db/versions/1\",\"payload\":{}}"
      })
  void aVersionWithoutAPayloadIsNoEmptySecret(String body) {
    fixture.nextJson(200, body);
    assertFailed(FailureClass.InvalidData, FailureDetail.EMPTY);
  }

  @Test
  void anotherVersionThanTheOneAskedForIsInvalid() {
    fixture.nextJson(
        200, "{\"name\":\"projects/1/secrets/db/versions/2\",\"payload\":{\"data\":\"b2xk\"}}");
    assertThat(failure(client.read(version("db", "3"), fixture.call())).kind())
        .isEqualTo(FailureClass.InvalidData);
  }

  @Test
  void anAliasNamesAVersion() {
    fixture.google.put("db", "one");
    fixture.google.put("db", "two");
    fixture.google.secrets.alias("db", "blue", 1);
    assertThat(text(client.read(version("db", "blue"), fixture.call()))).isEqualTo("one");
    assertThat(text(client.read(version("db", "latest"), fixture.call()))).isEqualTo("two");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1/../2", "a b", "1:destroy", ""})
  void aVersionThatIsNoneIsRefusedBeforeAnyRequest(String asked) {
    assertThat(failure(client.read(version("db", asked), fixture.call())))
        .isEqualTo(Failure.of(FailureClass.InvalidData, FailureDetail.FIELD));
    assertThat(fixture.google.server().requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop/db", "db:access", "", "ü", "db?x", "../db"})
  void aNameThatIsNoneIsRefusedBeforeAnyRequest(String key) {
    assertThat(failed(key))
        .isEqualTo(Failure.of(FailureClass.InvalidData, FailureDetail.NAME_ILLEGAL));
    assertThat(fixture.google.server().requests()).isEmpty();
  }

  @Test
  void theNewestVersionIsNotPassedOverWhereThePolicySaysFail() {
    fixture.google.put("db", "one");
    fixture.google.put("db", "two");
    fixture.google.disable("db");
    assertFailed(FailureClass.SourceDeleted, FailureDetail.DISABLED);
  }

  @Test
  void theNewestEnabledVersionIsFetchedWhereThePolicySaysSo() {
    fixture.google.put("db", "one");
    fixture.google.put("db", "two");
    fixture.google.put("db", "three");
    fixture.google.disable("db");
    try (ProviderClient fetching = fixture.client(VersionPolicy.LATEST_OR_FETCH)) {
      assertThat(text(fetching.read(newest("db"), fixture.call()))).isEqualTo("two");
      // Whoever names a version wants that one.
      assertThat(failure(fetching.read(version("db", "3"), fixture.call())).detail())
          .isEqualTo(FailureDetail.DISABLED);
    }
  }

  /** Made anew by a pipeline, to be filled by a person. */
  @Test
  void aSecretWithoutAVersionIsNotGone() {
    fixture.google.secrets.putEmpty("db", Map.of());
    assertFailed(FailureClass.NotFound, FailureDetail.NO_CURRENT_VERSION);
  }

  @Test
  void whereTheIdentityMayNotAskWhetherTheSecretIsThereNothingIsProven() {
    nextError(404, "NOT_FOUND", "Secret [projects/1/secrets/db] not found or has no versions.");
    nextError(403, "PERMISSION_DENIED", "no");
    assertFailed(FailureClass.NotFound, FailureDetail.NO_CURRENT_VERSION);
  }

  @Test
  void withoutAnEnabledVersionThePolicyHasNothingToFetch() {
    fixture.google.put("db", "one");
    fixture.google.secrets.destroy("db");
    try (ProviderClient fetching = fixture.client(VersionPolicy.LATEST_OR_FETCH)) {
      assertThat(failure(fetching.read(newest("db"), fixture.call())).detail())
          .isEqualTo(FailureDetail.DESTROYED);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400, FAILED_PRECONDITION, Something about a version, SourceDeleted, DISABLED",
    "400, FAILED_PRECONDITION, Key projects/p/cryptoKeys/k is disabled, AccessDenied, KMS",
    "400, INVALID_ARGUMENT, no, InvalidData, NONE",
    "401, UNAUTHENTICATED, no, AuthFailed, NONE",
    "403, PERMISSION_DENIED, no, AccessDenied, NONE",
    "403, PERMISSION_DENIED, Permission 'cloudkms.cryptoKeyVersions.useToDecrypt', AccessDenied, KMS",
    "404, NOT_FOUND, Secret [projects/1/secrets/db] not found or has no versions., NotFound, NONE",
    "404, NOT_FOUND, Requested entity was not found., NotFound, CONTAINER_MISSING",
    "409, ABORTED, no, Conflict, CAS_MISMATCH",
    "429, RESOURCE_EXHAUSTED, no, Throttled, NONE",
    "500, INTERNAL, no, Unavailable, NONE",
    "503, UNAVAILABLE, no, Unavailable, NONE",
    "504, DEADLINE_EXCEEDED, no, Timeout, NONE"
  })
  void anErrorOfGoogleHasItsClass(
      int status, String code, String text, FailureClass kind, FailureDetail detail) {
    nextError(status, code, text);
    assertFailed(kind, detail);
  }

  @ParameterizedTest
  @CsvSource({
    "404, Unavailable, NONE",
    "400, InvalidData, NONE",
    "502, Unavailable, NONE",
    "302, Unavailable, REDIRECT_REFUSED"
  })
  void aPageOfAProxyIsNoAnswerOfGoogle(int status, FailureClass kind, FailureDetail detail) {
    fixture.google.next((request, peer) ->
        peer.answer(
            status,
            "Content-Type: text/html\r\nLocation: http://169.254.169.254/\r\n",
            "<html>" + CANARY + "</html>"));
    assertFailed(kind, detail);
    assertThat(fixture.google.server().requests()).hasSize(1);
  }

  @Test
  void aWaitThatGoogleAsksForIsHandedOn() {
    fixture.google.next((request, peer) -> peer.answer(429, "Retry-After: 7\r\n", "{}"));
    assertThat(failed("db").retryAfter()).contains(Duration.ofSeconds(7));
  }

  @Test
  void aConnectionThatEndsInTheBodyIsUnavailable() {
    fixture.google.next((request, peer) -> {
      peer.raw("HTTP/1.1 200 X\r\nContent-Length: 500\r\n\r\n{\"name\":\"" + CANARY);
      peer.reset();
    });
    assertFailed(FailureClass.Unavailable, FailureDetail.NONE);
  }

  @Test
  void manyNamesComeInPages() {
    List<String> expected = new ArrayList<>();
    for (int i = 1000; i < 7000; i++) {
      fixture.google.put("n" + i, "v");
      expected.add("n" + i);
    }
    Lister lister = client.lister().orElseThrow();
    List<String> names = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    int pages = 0;
    do {
      Lister.Page page = value(lister.list(Lister.Folder.of(""), cursor, fixture.call()));
      names.addAll(page.secrets());
      cursor = page.next();
      pages++;
    } while (cursor.isPresent());
    assertThat(names).isEqualTo(expected);
    assertThat(pages).isEqualTo(3);
  }

  @Test
  void aListOfNamesThatAreNoneIsInvalid() {
    fixture.nextJson(200, "{\"secrets\":[{\"name\":\"projects/1/secrets/a/b\"}]}");
    assertThat(
            failure(
                    client
                        .lister()
                        .orElseThrow()
                        .list(Lister.Folder.of(""), Optional.empty(), fixture.call()))
                .kind())
        .isEqualTo(FailureClass.InvalidData);
  }

  @Test
  void regionalSecretsHaveTheirOwnPath() {
    GcpConfig regional =
        fixture.config(
            new GcpAuth.Key(),
            Optional.of("europe-west3"),
            Optional.empty(),
            VersionPolicy.LATEST_OR_FAIL);
    fixture.nextJson(
        200,
        "{\"name\":\"projects/1/locations/europe-west3/secrets/db/versions/1\","
            + "\"payload\":{\"data\":\"b2xk\"}}");
    try (ProviderClient there = fixture.client(regional)) {
      assertThat(text(there.read(newest("db"), fixture.call()))).isEqualTo("old");
    }
    assertThat(fixture.google.server().requests().getFirst().target())
        .isEqualTo(
            "/v1/projects/shop-prod/locations/europe-west3/secrets/db/versions/latest:access");
  }

  @Test
  void withoutAnEndpointGooglesOwnAddressesAreUsed() {
    GcpConfig global =
        new GcpConfig(
            "shop",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            new GcpAuth.Key(),
            VersionPolicy.LATEST_OR_FAIL);
    GcpAddress address = new GcpAddress(global);
    assertThat(address.secrets(""))
        .hasToString("https://secretmanager.googleapis.com/v1/projects/shop/secrets");
    assertThat(address.token()).hasToString("https://oauth2.googleapis.com/token");
    assertThat(address.exchange()).hasToString("https://sts.googleapis.com/v1/token");
    assertThat(address.impersonation("a@b"))
        .hasToString(
            "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/a@b"
                + ":generateAccessToken");
  }

  @Test
  void aPrivateEndpointOfGoogleServesSecretsAlone() {
    GcpConfig regional =
        new GcpConfig(
            "shop",
            Optional.of("europe-west3"),
            Optional.of(URI.create("https://secretmanager-shop.p.googleapis.com/")),
            Optional.empty(),
            new GcpAuth.Key(),
            VersionPolicy.LATEST_OR_FAIL);
    assertThat(new GcpAddress(regional).secrets(""))
        .hasToString(
            "https://secretmanager-shop.p.googleapis.com/v1/projects/shop/locations/europe-west3"
                + "/secrets");
    assertThat(new GcpAddress(regional).token()).hasToString("https://oauth2.googleapis.com/token");
  }

  @Test
  void theProbeTakesARefusalForASignOfLife() {
    assertThat(value(client.probe(soon())).sealed()).isFalse();
    assertThat(fixture.google.server().requests().getFirst().headers())
        .doesNotContainKey("authorization");
    fixture.nextJson(403, "<html>" + CANARY + "</html>");
    assertThat(failure(client.probe(soon())).kind()).isEqualTo(FailureClass.AccessDenied);
    fixture.nextJson(200, "<html>" + CANARY + "</html>");
    assertThat(failure(client.probe(soon())).kind()).isEqualTo(FailureClass.InvalidData);
  }
}
