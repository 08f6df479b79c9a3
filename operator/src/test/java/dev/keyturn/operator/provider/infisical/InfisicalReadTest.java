package dev.keyturn.operator.provider.infisical;

import static dev.keyturn.operator.provider.infisical.InfisicalFixture.CANARY;
import static dev.keyturn.operator.provider.infisical.InfisicalFixture.failure;
import static dev.keyturn.operator.provider.infisical.InfisicalFixture.soon;
import static dev.keyturn.operator.provider.infisical.InfisicalFixture.text;
import static dev.keyturn.operator.provider.infisical.InfisicalFixture.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.Lister;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.proof.Backend;
import dev.keyturn.proof.Fault;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InfisicalReadTest {
  private static final FakePlace SHOP = new FakePlace("prod", "/shop");
  private static final FakePlace COMMON = new FakePlace("dev", "/common");

  private final InfisicalFixture fixture = new InfisicalFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  private static Outcome<RemoteValue> read(ProviderClient client, String key) {
    Call call = new Call(value(client.login(soon())), soon(), "audit-1");
    return client.read(new RemoteRef(key, Optional.empty()), call);
  }

  @Test
  void whatStandsBeforeTheNameIsAFolderBelowTheStoresOwn() {
    fixture.infisical.put("/shop/api/v2", "TOKEN", "1");
    fixture.infisical.put("/api/v2", "TOKEN", "2");
    assertThat(text(fixture.read("api/v2/TOKEN"))).isEqualTo("1");
    try (ProviderClient root = fixture.client("prod", "/", true, true)) {
      assertThat(text(read(root, "api/v2/TOKEN"))).isEqualTo("2");
    }
  }

  @Test
  void aReadIsOneRequest() {
    fixture.put("app", "1");
    Call call = fixture.call();
    int before = fixture.infisical.requests().size();
    text(fixture.client.read(new RemoteRef("app", Optional.empty()), call));
    assertThat(fixture.infisical.requests()).hasSize(before + 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/app", "app/", "a//b", "../app", "a b/app", "a:b", " a", "a\u0000b"})
  void aKeyThatTheServersAlphabetRefusesIsNotAskedFor(String key) {
    assertThat(
            failure(
                fixture.client.read(
                    new RemoteRef(key, Optional.empty()), InfisicalFixture.offline())))
        .isEqualTo("InvalidData/NAME_ILLEGAL");
    assertThat(fixture.infisical.requests()).isEmpty();
  }

  @Test
  void ownSecretsWinAndOfTwoImportsTheLaterOne() {
    FakePlace older = new FakePlace("dev", "/older");
    for (FakePlace place : List.of(older, COMMON)) {
      fixture.infisical.folders.make(place);
      fixture.infisical.folders.put(place, "BOTH", place.folder());
      fixture.infisical.folders.put(place, "OWN", place.folder());
      fixture.infisical.folders.link(SHOP, place);
    }
    fixture.put("OWN", "mine");
    assertThat(text(fixture.read("OWN"))).isEqualTo("mine");
    assertThat(text(fixture.read("BOTH"))).isEqualTo("/common");
  }

  @Test
  void versionsOfImportsAreNotComparedWithThoseOfTheFolder() {
    fixture.infisical.folders.put(COMMON, "SHARED", "1");
    fixture.infisical.folders.link(SHOP, COMMON);
    fixture.put("OWN", "1");
    assertThat(stamp("SHARED").ordered()).isFalse();
    assertThat(stamp("OWN").ordered()).isTrue();
  }

  private VersionStamp stamp(String key) {
    try (RemoteValue read = value(fixture.read(key))) {
      return read.version().orElseThrow();
    }
  }

  @ParameterizedTest(name = "a server from before February 2026: {0}")
  @ValueSource(booleans = {false, true})
  void importsAreReadAndAPinnedVersionIsNeverTheirs(boolean older) {
    if (older) {
      fixture.infisical.beforeImportsWereRenamed();
    }
    fixture.infisical.folders.put(COMMON, "SHARED", "imported");
    fixture.infisical.folders.link(SHOP, COMMON);
    assertThat(text(fixture.read("SHARED"))).isEqualTo("imported");
    assertThat(failure(fixture.read("SHARED", "1"))).isEqualTo("NotFound/NONE");
    Lister lister = fixture.client.lister().orElseThrow();
    assertThat(value(lister.list(Lister.Folder.of(""), Optional.empty(), fixture.call())).secrets())
        .containsExactly("SHARED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "latest", "1 ", "9999999999"})
  void aVersionThatIsNoNumberIsNotAskedFor(String version) {
    assertThat(
            failure(
                fixture.client.read(
                    new RemoteRef("app", Optional.of(version)), InfisicalFixture.offline())))
        .isEqualTo("InvalidData/FIELD");
    assertThat(fixture.infisical.requests()).isEmpty();
  }

  @Test
  void referencesAreExpandedUnlessTheStoreSaysOtherwise() {
    fixture.put("USER", "shop");
    fixture.put("URL", "postgres://${USER}@db");
    assertThat(text(fixture.read("URL"))).isEqualTo("postgres://shop@db");
    try (ProviderClient raw = fixture.client("prod", "/shop", false, false)) {
      assertThat(text(read(raw, "URL"))).isEqualTo("postgres://${USER}@db");
    }
  }

  @Fault(value = "V30", backends = Backend.INFISICAL)
  @Test
  void aValueThatIsHiddenIsDeniedHoweverTheServerSaysSo() {
    fixture.put("MASKED", CANARY);
    fixture.infisical.hide("/shop", "MASKED");
    assertThat(failure(fixture.read("MASKED"))).isEqualTo("AccessDenied/MASKED_VALUE");
    fixture.infisical.maskSingleReads();
    assertThat(failure(fixture.read("MASKED"))).isEqualTo("AccessDenied/MASKED_VALUE");
  }

  @Test
  void encryptedMetadataIsNoTag() {
    fixture.put("app", "1");
    fixture.backend.tag("app", Map.of("team", "shop"));
    try (RemoteValue read = value(fixture.read("app"))) {
      assertThat(read.tags()).isEqualTo(Map.of("team", "shop"));
    }
  }

  @Test
  void aFolderAnEnvironmentOrAProjectThatIsNotThereProvesNoDeletion() {
    assertThat(failure(fixture.read("nowhere/app"))).isEqualTo("NotFound/CONTAINER_MISSING");
    try (ProviderClient other = fixture.client("staging", "/shop", true, true)) {
      assertThat(failure(read(other, "app"))).isEqualTo("NotFound/CONTAINER_MISSING");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | <html>" + CANARY + "</html> | InvalidData/NONE",
        "200 | '' | InvalidData/NONE",
        "200 | null | InvalidData/NONE",
        "200 | {} | InvalidData/NONE",
        "200 | {\"secret\":null} | InvalidData/NONE",
        "200 | {\"secret\":{\"secretKey\":\"app\",\"secretValue\":\""
            + CANARY
            + " | InvalidData/NONE",
        "200 | {\"secret\":{\"secretKey\":\"other\",\"secretValue\":\"x\",\"version\":1,"
            + "\"secretValueHidden\":false}} | InvalidData/NONE",
        "200 | {\"secret\":{\"secretKey\":\"app\",\"secretValue\":\"x\",\"version\":1}}"
            + " | InvalidData/NONE",
        "200 | {\"secret\":{\"secretKey\":\"app\",\"secretValue\":null,\"version\":1,"
            + "\"secretValueHidden\":false}} | InvalidData/NONE",
        "200 | {\"secret\":{\"secretKey\":\"app\",\"secretValue\":\"\\ud800\",\"version\":1,"
            + "\"secretValueHidden\":false}} | InvalidData/NONE",
        "200 | {\"approval\":{}} | InvalidData/NONE",
        "302 | '' | Unavailable/REDIRECT_REFUSED",
        "400 | {} | InvalidData/NONE",
        "401 | {} | AuthFailed/NONE",
        "403 | <html></html> | AccessDenied/NONE",
        "403 | {\"reqId\":\"1\",\"error\":\"TokenError\",\"message\":\"x\"} | AuthFailed/NONE",
        "404 | <html></html> | Unavailable/NONE",
        "404 | {\"message\":\"Route GET:/api/v4/secrets/app not found\",\"error\":\"Not Found\"}"
            + " | Unavailable/NONE",
        "404 | {\"reqId\":\"1\",\"error\":\"NotFound\",\"message\":[{}]}"
            + " | NotFound/CONTAINER_MISSING",
        "422 | {\"reqId\":\"1\",\"error\":\"ValidationFailure\",\"message\":[{}]}"
            + " | InvalidData/NONE",
        "429 | {} | Throttled/NONE",
        "500 | {} | Unavailable/NONE",
        "503 | " + CANARY + " | Unavailable/NONE",
        "504 | '' | Timeout/NONE"
      })
  void anAnswerIsWhatItsStatusAndItsBodySayTogether(int status, String body, String expected) {
    fixture.put("app", "1");
    Call call = fixture.call();
    fixture.infisical.fault((request, peer) -> peer.json(status, body));
    Outcome<RemoteValue> read = fixture.client.read(new RemoteRef("app", Optional.empty()), call);
    assertThat(failure(read)).isEqualTo(expected);
    assertThat(read.toString()).doesNotContain(CANARY);
  }

  @Test
  void theAddressMayEndWithTheApisOwnPath() {
    fixture.put("app", "1");
    try (ProviderClient client = fixture.client(URI.create(fixture.infisical.uri() + "/api/"))) {
      assertThat(text(read(client, "app"))).isEqualTo("1");
    }
  }

  @Test
  void aListHasNamesAndNoValues() {
    fixture.put("a", CANARY);
    fixture.put("below/b", "1");
    fixture.infisical.folders.put(COMMON, "imported", "1");
    fixture.infisical.folders.link(SHOP, COMMON);
    Lister lister = fixture.client.lister().orElseThrow();
    Lister.Page secrets =
        value(lister.list(Lister.Folder.of(""), Optional.empty(), fixture.call()));
    assertThat(secrets.secrets()).containsExactlyInAnyOrder("a", "imported");
    Lister.Page folders = value(lister.list(Lister.Folder.of(""), secrets.next(), fixture.call()));
    assertThat(folders.folders()).containsExactly("below");
    assertThat(folders.next()).isEmpty();
    assertThat(fixture.infisical.requests())
        .filteredOn(seen -> seen.target().startsWith("/api/v4/secrets?"))
        .allSatisfy(seen -> assertThat(seen.target()).contains("viewSecretValue=false"));
  }

  @Test
  void aStoreThatIsNotRecursiveListsNoFolders() {
    fixture.put("below/b", "1");
    try (ProviderClient flat = fixture.client("prod", "/shop", false, true)) {
      Call call = new Call(value(flat.login(soon())), soon(), "audit-1");
      Lister.Page page =
          value(flat.lister().orElseThrow().list(Lister.Folder.of(""), Optional.empty(), call));
      assertThat(page.next()).isEmpty();
      assertThat(page.folders()).isEmpty();
    }
  }

  @Test
  void theStoresOwnFolderMustBeThereToBeListed() {
    fixture.backend.loseContainer();
    assertThat(
            failure(
                fixture
                    .client
                    .lister()
                    .orElseThrow()
                    .list(Lister.Folder.of(""), Optional.empty(), fixture.call())))
        .isEqualTo("NotFound/CONTAINER_MISSING");
  }

  @Test
  void anEnvironmentThatTheProjectDoesNotHaveIsAProblemOfTheStore() {
    assertThat(value(fixture.client.verify(fixture.call()))).isEmpty();
    try (ProviderClient other = fixture.client("staging", "/shop", true, true)) {
      Call call = new Call(value(other.login(soon())), soon(), "audit-1");
      assertThat(value(other.verify(call)))
          .extracting(ConfigProblem::field)
          .containsExactly("provider.infisical.secretsScope.environmentSlug");
    }
  }
}
