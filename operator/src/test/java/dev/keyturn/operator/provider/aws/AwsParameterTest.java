package dev.keyturn.operator.provider.aws;

import static dev.keyturn.operator.provider.aws.AwsFixture.CANARY;
import static dev.keyturn.operator.provider.aws.AwsFixture.call;
import static dev.keyturn.operator.provider.aws.AwsFixture.current;
import static dev.keyturn.operator.provider.aws.AwsFixture.failure;
import static dev.keyturn.operator.provider.aws.AwsFixture.outcome;
import static dev.keyturn.operator.provider.aws.AwsFixture.value;
import static dev.keyturn.operator.provider.aws.AwsFixture.version;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.BatchReader;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Lister;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Standing;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.Writer;
import dev.keyturn.proof.Backend;
import dev.keyturn.proof.Fault;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AwsParameterTest {
  private static final VersionStamp THIRD = new VersionStamp("3", true, Optional.empty());

  private final AwsFixture aws = new AwsFixture();
  private final ProviderClient client =
      aws.client(
          new AwsConfig(
              AwsConfig.Service.ParameterStore,
              "eu-west-1",
              Optional.of(aws.server.uri()),
              new AwsAuth.Keys(),
              List.of(),
              new AwsWriting(Optional.of("alias/shop"), Optional.of(30))),
          AwsFixture.keys());
  private final BatchReader batches = client.batches().orElseThrow();
  private final Writer writer = client.writer().orElseThrow();

  @AfterEach
  void close() {
    client.close();
    aws.close();
  }

  private static String parameter(String name, String text, int version) {
    return "{\"Name\":\"%s\",\"Type\":\"SecureString\",\"Value\":\"%s\",\"Version\":%d}"
        .formatted(name, text, version);
  }

  private void nextParameter(String name, String text, int version) {
    aws.nextJson(200, "{\"Parameter\":" + parameter(name, text, version) + "}");
  }

  private String lastBody() {
    return aws.server.requests().getLast().body();
  }

  private List<String> operations() {
    return aws.server.requests().stream()
        .map(request -> request.headers().get("x-amz-target"))
        .map(target -> target.substring(target.indexOf('.') + 1))
        .toList();
  }

  private Outcome<VersionStamp> change(String text) {
    try (SecretBytes payload = SecretBytes.ofText(text)) {
      return writer.compareAndSet("app/db", payload, THIRD, call());
    }
  }

  private static String text(Map<String, Outcome<RemoteValue>> batch, String key) {
    try (RemoteValue read = value(outcome(batch, key))) {
      return read.payload().with(bytes -> new String(bytes, UTF_8));
    }
  }

  @Test
  void aKeyWithFoldersGetsTheSlashInFrontThatTheServiceWants() {
    nextParameter("/app/db", "x", 7);
    try (RemoteValue read = value(client.read(current("app/db"), call()))) {
      assertThat(read.version()).contains(new VersionStamp("7", true, Optional.empty()));
    }
    assertThat(lastBody()).isEqualTo("{\"Name\":\"/app/db\",\"WithDecryption\":true}");
    nextParameter("flat", "x", 7);
    value(client.read(current("flat"), call())).close();
    assertThat(lastBody()).contains("\"Name\":\"flat\"");
  }

  @Test
  void aVersionIsPartOfTheName() {
    nextParameter("/app/db", "x", 7);
    value(client.read(version("app/db", "7"), call())).close();
    assertThat(lastBody()).contains("\"Name\":\"/app/db:7\"");
  }

  @ParameterizedTest
  @CsvSource({"/app/other, 7", "/app/db, 8"})
  void anAnswerAboutAnotherParameterOrVersionIsRefused(String name, int answered) {
    nextParameter(name, "x", answered);
    assertThat(failure(client.read(version("app/db", "7"), call())).kind())
        .isEqualTo(FailureClass.InvalidData);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "latest", "7:8", ""})
  void aVersionThatIsNoneIsRefusedBeforeAnyCall(String version) {
    assertThat(failure(client.read(version("app/db", version), call())).detail())
        .isEqualTo(FailureDetail.FIELD);
    assertThat(aws.server.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a b", "/app", "app/", "app//db", "app:7", "a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p"})
  void aKeyThatIsNoNameIsRefusedBeforeAnyCall(String key) {
    assertThat(failure(client.read(current(key), call())).detail())
        .isEqualTo(FailureDetail.NAME_ILLEGAL);
    assertThat(aws.server.requests()).isEmpty();
  }

  @Fault(value = "V24", backends = Backend.AWS_PARAMETER_STORE)
  @ParameterizedTest
  @CsvSource({
    "ParameterNotFound, NotFound, NONE",
    "ParameterVersionNotFound, NotFound, NONE",
    "InvalidKeyId, AccessDenied, KMS",
    "TooManyUpdates, Throttled, NONE",
    "ThrottlingException, Throttled, NONE",
    "ParameterLimitExceeded, Conflict, BACKEND_LIMIT"
  })
  void anErrorOfTheServiceHasOneMeaning(String code, FailureClass kind, FailureDetail detail) {
    aws.nextError(400, code, "no");
    Failure failure = failure(client.read(current("app/db"), call()));
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.detail()).isEqualTo(detail);
    assertThat(failure.toString()).doesNotContain(CANARY);
  }

  @Fault(value = "V31", backends = Backend.AWS_PARAMETER_STORE)
  @Test
  void tenParametersTakeOneRequestAndTheMissingOneIsItsOwnFailure() {
    aws.nextJson(
        200,
        "{\"Parameters\":[%s],\"InvalidParameters\":[\"/app/gone\"]}"
            .formatted(parameter("/app/db", "x", 1)));
    Map<String, Outcome<RemoteValue>> batch =
        value(batches.readAll(List.of("app/db", "app/gone", "app/lost", "a b"), call()));
    assertThat(batches.maximum()).isEqualTo(10);
    assertThat(batches.least()).as("all reads have one quota").isEqualTo(2);
    assertThat(text(batch, "app/db")).isEqualTo("x");
    assertThat(failure(outcome(batch, "app/gone")).kind()).isEqualTo(FailureClass.NotFound);
    assertThat(failure(outcome(batch, "app/lost")).kind()).isEqualTo(FailureClass.Internal);
    assertThat(failure(outcome(batch, "a b")).detail()).isEqualTo(FailureDetail.NAME_ILLEGAL);
    assertThat(operations()).containsExactly("GetParameters");
  }

  @Fault(value = "V5", backends = Backend.AWS_PARAMETER_STORE)
  @Test
  void aParameterThatIsDeniedFailsTheBatch() {
    aws.nextError(400, "AccessDeniedException", "no");
    assertThat(failure(batches.readAll(List.of("app/a", "app/b"), call())).kind())
        .isEqualTo(FailureClass.AccessDenied);
    assertThat(batches.isRefusedForOne()).isTrue();
  }

  @Test
  void aParameterIsMadeSecretWithItsMarkAndTheKeyOfTheStore() {
    aws.nextJson(200, "{\"Version\":1}");
    try (SecretBytes payload = SecretBytes.ofText("x")) {
      Map<String, String> mark = Map.of(Standing.OWNER_TAG, "us/a/b");
      assertThat(value(writer.createIfAbsent("app/db", payload, mark, call())).id()).isEqualTo("1");
    }
    assertThat(lastBody())
        .contains("\"Overwrite\":false")
        .contains("\"Type\":\"SecureString\"")
        .contains("\"KeyId\":\"alias/shop\"")
        .contains("{\"Key\":\"keyturn-owner\",\"Value\":\"us/a/b\"}")
        .doesNotContain("Tier");
  }

  @Test
  void aNameThatIsTakenIsAConflict() {
    aws.nextError(400, "ParameterAlreadyExists", "no");
    try (SecretBytes payload = SecretBytes.ofText("x")) {
      Failure failure = failure(writer.createIfAbsent("app/db", payload, call()));
      assertThat(failure.kind()).isEqualTo(FailureClass.Conflict);
      assertThat(failure.detail()).isEqualTo(FailureDetail.ALREADY_EXISTS);
    }
  }

  @Test
  void aLargeValueAsksForTheTierThatKeepsIt() {
    aws.nextJson(200, "{\"Version\":1}");
    try (SecretBytes payload = SecretBytes.ofText("x".repeat(4097))) {
      value(writer.createIfAbsent("app/db", payload, call()));
    }
    assertThat(lastBody()).contains("\"Tier\":\"Advanced\"");
  }

  @Test
  void aParameterOfTheHigherTierStaysOneAndIsAskedForAsOneOnlyThen() {
    nextParameter("/app/db", "o", 3);
    aws.nextError(
        400,
        "ValidationException",
        "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the"
            + " advanced-parameter tier to the standard-parameter tier.");
    aws.nextJson(200, "{\"Tier\":\"Advanced\",\"Version\":4}");
    assertThat(value(change("x")).id()).isEqualTo("4");
    assertThat(operations()).containsExactly("GetParameter", "PutParameter", "PutParameter");
    assertThat(aws.server.requests().get(1).body()).doesNotContain("Tier");
    assertThat(lastBody())
        .contains("\"Tier\":\"Advanced\"")
        .contains("\"Overwrite\":true")
        .contains("\"Value\":\"x\"");
  }

  @ParameterizedTest
  @CsvSource({
    "ValidationException, malformed",
    "ParameterPatternMismatchException, uses the advanced-parameter tier"
  })
  void anotherRefusalAsksForNoHigherTier(String code, String text) {
    nextParameter("/app/db", "o", 3);
    aws.nextError(400, code, text);
    Failure failure = failure(change("x"));
    assertThat(failure.kind()).isEqualTo(FailureClass.InvalidData);
    assertThat(failure.toString()).doesNotContain(CANARY);
    assertThat(operations()).containsExactly("GetParameter", "PutParameter");
  }

  @Test
  void aValueThatTheServiceWouldNotKeepIsNeverSent() {
    assertThat(failure(change("x".repeat(8193))).detail()).isEqualTo(FailureDetail.TOO_LARGE);
    assertThat(failure(change("")).detail()).isEqualTo(FailureDetail.EMPTY);
    try (SecretBytes bytes = SecretBytes.owning(new byte[] {(byte) 0xff})) {
      assertThat(failure(writer.createIfAbsent("app/db", bytes, call())).kind())
          .isEqualTo(FailureClass.InvalidData);
    }
    assertThat(aws.server.requests()).isEmpty();
  }

  @Test
  void aChangeKeepsTheTypeAndIsOneVersionLater() {
    aws.nextJson(
        200,
        "{\"Parameter\":{\"Name\":\"/app/db\",\"Type\":\"String\",\"Value\":\"o\",\"Version\":3}}");
    aws.nextJson(200, "{\"Version\":4}");
    assertThat(value(change("x")).id()).isEqualTo("4");
    assertThat(lastBody())
        .contains("\"Overwrite\":true")
        .contains("\"Type\":\"String\"")
        .doesNotContain("KeyId");
  }

  @Test
  void versionsMayFollowEachOtherAsTheyCome() {
    assertThat(writer.spacing()).isEmpty();
  }

  @Test
  void anotherVersionIsSeenBeforeTheChange() {
    nextParameter("/app/db", "o", 4);
    assertThat(failure(change("x")).detail()).isEqualTo(FailureDetail.CAS_MISMATCH);
    assertThat(operations()).containsExactly("GetParameter");
  }

  @Test
  void aRaceIsSeenInTheNumberOfTheVersion() {
    nextParameter("/app/db", "o", 3);
    aws.nextJson(200, "{\"Version\":5}");
    Failure failure = failure(change("x"));
    assertThat(failure.kind()).isEqualTo(FailureClass.Conflict);
    assertThat(failure.detail()).isEqualTo(FailureDetail.CAS_MISMATCH);
    assertThat(failure.mayHaveApplied()).isTrue();
  }

  @Test
  void everyRequestBesideTheFirstOfACallIsCounted() {
    AtomicInteger further = new AtomicInteger();
    Call call = call(further::incrementAndGet);
    nextParameter("/app/db", "o", 3);
    aws.nextJson(200, "{\"TagList\":[]}");
    value(writer.look("app/db", call)).close();
    nextParameter("/app/db", "o", 3);
    aws.nextError(400, "ValidationException", "This parameter uses the advanced-parameter tier.");
    aws.nextJson(200, "{\"Version\":4}");
    try (SecretBytes payload = SecretBytes.ofText("x")) {
      value(writer.compareAndSet("app/db", payload, THIRD, call));
    }
    aws.nextJson(200, "{\"TagList\":[{\"Key\":\"old\",\"Value\":\"x\"}]}");
    aws.nextJson(200, "{}");
    aws.nextJson(200, "{}");
    value(writer.tag("app/db", Map.of("new", "y"), call));
    nextParameter("/app/db", "o", 3);
    aws.nextJson(200, "{}");
    value(writer.delete("app/db", THIRD, call));
    assertThat(aws.server.requests()).hasSize(2 + 3 + 3 + 2);
    assertThat(further).hasValue(aws.server.requests().size() - 4);
  }

  @Test
  void anotherVersionIsNotDeleted() {
    nextParameter("/app/db", "o", 4);
    assertThat(failure(writer.delete("app/db", THIRD, call())).detail())
        .isEqualTo(FailureDetail.CAS_MISMATCH);
    assertThat(operations()).containsExactly("GetParameter");
    nextParameter("/app/db", "o", 3);
    aws.nextJson(200, "{}");
    value(writer.delete("app/db", THIRD, call()));
    assertThat(operations()).endsWith("DeleteParameter");
  }

  /** The service may end a page before it has found a name: GetParametersByPath, API reference. */
  @Test
  void anEmptyPageWithATokenIsNoEndOfTheList() {
    Lister lister = client.lister().orElseThrow();
    aws.nextJson(200, "{\"Parameters\":[],\"NextToken\":\"further\"}");
    Lister.Page empty = value(lister.list(Lister.Folder.of(""), Optional.empty(), call()));
    assertThat(empty).isEqualTo(new Lister.Page(List.of(), List.of(), Optional.of("further")));
    aws.nextJson(200, "{\"Parameters\":[" + parameter("/db", "x", 1) + "]}");
    assertThat(value(lister.list(Lister.Folder.of(""), empty.next(), call())))
        .isEqualTo(new Lister.Page(List.of("db"), List.of(), Optional.empty()));
    assertThat(lastBody()).contains("\"NextToken\":\"further\"");
  }
}
