package dev.keyturn.operator.provider.azure;

import static dev.keyturn.operator.provider.azure.AzureFixture.CANARY;
import static dev.keyturn.operator.provider.azure.AzureFixture.current;
import static dev.keyturn.operator.provider.azure.AzureFixture.failure;
import static dev.keyturn.operator.provider.azure.AzureFixture.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Lister;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What answers of a vault to reads and lists mean. */
final class AzureReadTest {
  private final AzureFixture fixture = new AzureFixture();
  private final FakeKeyVault vault = fixture.vault;
  private final ProviderClient client = fixture.client();
  private final Call call = AzureFixture.call(client);

  @AfterEach
  void close() {
    client.close();
    fixture.close();
  }

  private Failure refusal(RemoteRef ref) {
    return failure(client.read(ref, call));
  }

  private void assertRefused(FailureClass kind, FailureDetail detail) {
    Failure failure = refusal(current("db"));
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.detail()).isEqualTo(detail);
    assertThat(failure.toString()).doesNotContain(CANARY);
  }

  @Test
  void aPinnedVersionIsReadAndItsTimeOfMakingIsTold() {
    vault.put("db", "one");
    String first = vault.secrets.versions("db").getFirst();
    vault.put("db", "two");
    RemoteRef ref = new RemoteRef("db", Optional.of(first));
    try (RemoteValue read = value(client.read(ref, call))) {
      assertThat(read.payload().<String>withText(text -> text)).isEqualTo("one");
      assertThat(read.version().orElseThrow().id()).isEqualTo(first);
      assertThat(read.version().orElseThrow().created()).isPresent();
      assertThat(read.version().orElseThrow().ordered()).isFalse();
    }
  }

  @Test
  void anExpiredSecretIsServedAndItsEndIsKept() {
    vault.put("db", "old");
    vault.secrets.expires("db", 1_700_000_000);
    try (RemoteValue read = value(client.read(current("db"), call))) {
      assertThat(read.expires()).contains(Instant.ofEpochSecond(1_700_000_000));
    }
  }

  @Test
  void aNameIsFoundInAnotherCase() {
    vault.put("Db-Main", "one");
    value(client.read(current("db-main"), call)).close();
  }

  @Test
  void aNameThatIsAnsweredInAnotherCaseIsListedAsBefore() {
    vault.put("Db-Main", "one");
    Lister lister = client.lister().orElseThrow();
    assertThat(value(lister.list(Lister.Folder.of(""), Optional.empty(), call)).secrets())
        .containsExactly("db-main");
  }

  @Test
  void aDeletedSecretIsNotFound() {
    vault.put("db", "one");
    vault.delete("db");
    assertRefused(FailureClass.NotFound, FailureDetail.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "a_b", "a.b", "ä", "", "a b", "%61", "..", "a?b"})
  void aNameOutsideTheAlphabetIsRefusedBeforeAnyCall(String name) {
    int before = vault.server().requests().size();
    Failure failure = refusal(current(name));
    assertThat(failure.kind()).isEqualTo(FailureClass.InvalidData);
    assertThat(failure.detail()).isEqualTo(FailureDetail.NAME_ILLEGAL);
    assertThat(vault.server().requests()).hasSize(before);
  }

  @Test
  void aNameOfMoreThan127CharactersIsRefused() {
    assertThat(refusal(current("a".repeat(128))).detail()).isEqualTo(FailureDetail.NAME_ILLEGAL);
  }

  @Test
  void aVersionThatIsNoneIsRefusedBeforeAnyCall() {
    int before = vault.server().requests().size();
    assertThat(refusal(new RemoteRef("db", Optional.of("../x"))).detail())
        .isEqualTo(FailureDetail.FIELD);
    assertThat(vault.server().requests()).hasSize(before);
  }

  @ParameterizedTest
  @CsvSource({
    "401, Unauthorized, '', AuthFailed, NONE",
    "403, Forbidden, SecretDisabled, SourceDeleted, DISABLED",
    "403, Forbidden, ForbiddenByFirewall, AccessDenied, NONE",
    "403, Forbidden, ForbiddenByPolicy, AccessDenied, NONE",
    "404, SecretNotFound, '', NotFound, NONE",
    "404, VaultNotFound, '', NotFound, CONTAINER_MISSING",
    "409, Conflict, ObjectIsBeingRecovered, Conflict, NONE",
    "429, Throttled, '', Throttled, NONE",
    "400, BadParameter, '', InvalidData, NONE",
    "408, RequestTimeout, '', Timeout, NONE",
    "500, InternalError, '', Unavailable, NONE",
    "503, ServiceUnavailable, '', Unavailable, NONE",
    "504, GatewayTimeout, '', Timeout, NONE"
  })
  void aRefusalOfTheServiceHasItsClass(
      int status, String code, String inner, FailureClass kind, FailureDetail detail) {
    vault.nextAnswer(
        status,
        "",
        "{\"error\":{\"code\":\"%s\",\"message\":\"%s\",\"innererror\":{\"code\":\"%s\"}}}"
            .formatted(code, CANARY, inner));
    assertRefused(kind, detail);
  }

  @ParameterizedTest
  @CsvSource({
    "403, AccessDenied, NONE",
    "404, Unavailable, NONE",
    "302, Unavailable, REDIRECT_REFUSED",
    "200, InvalidData, NONE"
  })
  void anAnswerOfSomethingElseNeverCountsAsADeletion(
      int status, FailureClass kind, FailureDetail detail) {
    vault.nextAnswer(
        status,
        "Location: http://169.254.169.254/\r\nContent-Type: text/html\r\n",
        "<html>" + CANARY + "</html>");
    assertRefused(kind, detail);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"value\":\"" + CANARY + "\"",
        "{\"value\":\"" + CANARY + "\"}",
        "{\"value\":\"" + CANARY + "\",\"id\":\"https://v/secrets/other/1\",\"attributes\":{}}",
        "{\"value\":\"" + CANARY + "\",\"id\":\"https://v/secrets/db\",\"attributes\":{}}",
        "{\"value\":\"a\",\"value\":\"" + CANARY + "\",\"id\":\"https://v/secrets/db/1\"}",
        "{\"value\":[\"" + CANARY + "\"],\"id\":\"https://v/secrets/db/1\",\"attributes\":{}}"
      })
  void anAnswerThatIsBrokenOrAboutAnotherSecretIsInvalid(String body) {
    vault.nextAnswer(200, "", body);
    assertRefused(FailureClass.InvalidData, FailureDetail.NONE);
  }

  @Test
  void anAnswerWithoutAValueIsEmpty() {
    vault.nextAnswer(200, "", "{\"id\":\"https://v/secrets/db/1\",\"attributes\":{}}");
    assertRefused(FailureClass.InvalidData, FailureDetail.EMPTY);
  }

  @Test
  void retryAfterAndTheRequestsIdAreHandedOn() {
    vault.nextAnswer(429, "Retry-After: 7\r\nx-ms-request-id: 84c6454b-6671\r\n", "{}");
    Failure failure = refusal(current("db"));
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(7));
    assertThat(failure.requestId()).contains("84c6454b-6671");
  }

  @Test
  void aTokenThatHasEndedIsAuthFailedUntilTheNextLogin() {
    vault.put("db", "one");
    vault.expireTokens();
    assertRefused(FailureClass.AuthFailed, FailureDetail.NONE);
    value(client.read(current("db"), AzureFixture.call(client))).close();
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    Lister lister = client.lister().orElseThrow();
    Optional<String> cursor = Optional.empty();
    do {
      Lister.Page page = value(lister.list(Lister.Folder.of(""), cursor, call));
      names.addAll(page.secrets());
      assertThat(page.folders()).isEmpty();
      cursor = page.next();
    } while (cursor.isPresent());
    return names;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 25, 26, 60})
  void everyNameIsListedInPagesOf25(int count) {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = "n" + (100 + i);
      vault.put(name, "v");
      expected.add(name);
    }
    int before = vault.server().requests().size();
    assertThat(names()).isEqualTo(expected);
    assertThat(vault.server().requests()).hasSize(before + Math.max(1, (count + 24) / 25));
  }

  @Test
  void aSecretThatIsSwitchedOffIsListed() {
    vault.put("on", "v");
    vault.put("off", "v");
    vault.disable("off");
    assertThat(names()).containsExactly("off", "on");
  }

  @Test
  void anEmptyPageWithALinkIsNotTheEnd() {
    vault.put("db", "v");
    vault.nextAnswer(
        200,
        "",
        "{\"value\":[],\"nextLink\":\"%s/secrets?api-version=7.6&$skiptoken=0\"}"
            .formatted(vault.uri()));
    assertThat(names()).containsExactly("db");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/secrets?api-version=7.6",
        "http://127.0.0.1:1/secrets?api-version=7.6",
        "http://user@127.0.0.1/secrets",
        "%s/keys?api-version=7.6",
        "/secrets?api-version=7.6",
        "%s.evil.example/secrets"
      })
  void aLinkThatLeadsElsewhereIsNotFollowed(String link) {
    Lister lister = client.lister().orElseThrow();
    int before = vault.server().requests().size();
    String foreign = link.replace("%s", vault.uri().toString());
    Failure failure = failure(lister.list(Lister.Folder.of(""), Optional.of(foreign), call));
    assertThat(failure.kind()).isEqualTo(FailureClass.InvalidData);
    assertThat(failure.detail()).isEqualTo(FailureDetail.HOST);
    assertThat(vault.server().requests()).hasSize(before);
  }

  @Test
  void theProbeTellsTheVersionOfTheServiceAndNeedsNoToken() {
    vault.expireTokens();
    assertThat(value(client.probe(AzureFixture.soon())).serverVersion()).contains("1.9.640.1");
    assertThat(vault.server().requests().getLast().headers()).doesNotContainKey("authorization");
  }

  @Test
  void aRefusalWithoutAChallengeIsNoVault() {
    vault.nextAnswer(401, "WWW-Authenticate: Basic realm=\"x\"\r\n", "{}");
    assertThat(failure(client.probe(AzureFixture.soon())).kind())
        .isEqualTo(FailureClass.Unavailable);
  }

  @Test
  void aFirewallThatTurnsUsAwayIsAVaultThatIsThere() {
    vault.nextAnswer(
        403, "", FakeKeyVault.Reply.error(403, "Forbidden", "ForbiddenByFirewall").body());
    assertThat(value(client.probe(AzureFixture.soon())).sealed()).isFalse();
  }

  @Test
  void aVaultThatWantsTokensOfItsOwnServiceIsRight() {
    assertThat(value(client.verify(call))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://vault.azure.cn", "https://27.0.0.1"})
  void aVaultThatWantsTokensOfAnotherServiceIsAMistakeOfTheStore(String resource) {
    vault.resource(resource);
    assertThat(value(client.verify(call)))
        .singleElement()
        .satisfies(
            problem -> assertThat(problem.field()).isEqualTo("provider.azure.environmentType"));
  }

  @ParameterizedTest
  @CsvSource({
    "429, Throttled, 'Retry-After: 7\r\n'",
    "503, Unavailable, ''",
    "302, Unavailable, 'Location: https://elsewhere.example/\r\n'"
  })
  void aVaultThatIsDownOrBusyHasNotSaidWhoseItIs(int status, FailureClass kind, String headers) {
    vault.nextAnswer(status, headers, "{}");
    Failure ofAccounts = failure(client.accounts(call.session(), AzureFixture.soon()));
    vault.nextAnswer(status, headers, "{}");
    Failure ofVerify = failure(client.verify(call));
    assertThat(List.of(ofAccounts.kind(), ofVerify.kind())).containsOnly(kind);
    if (kind == FailureClass.Throttled) {
      assertThat(ofAccounts.retryAfter()).contains(Duration.ofSeconds(7));
    }
  }

  @Test
  void aVaultThatTurnsUsAwayBelongsToNobodyThatIsKnown() {
    vault.nextAnswer(
        403, "", FakeKeyVault.Reply.error(403, "Forbidden", "ForbiddenByFirewall").body());
    assertThat(value(client.accounts(call.session(), AzureFixture.soon()))).isEmpty();
  }
}
