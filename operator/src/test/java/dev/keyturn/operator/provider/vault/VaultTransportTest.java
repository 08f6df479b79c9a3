package dev.keyturn.operator.provider.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBytes;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The driver must ask what the thin client asks, and neither may judge the answer. */
class VaultTransportTest {
  private static final URI SERVER = URI.create("https://vault.example:8200/behind/a/proxy/");
  private static final Deadline SOON = VaultFixture.ample();

  private record Sent(
      String method, URI uri, Map<String, String> headers, String body, int limit) {}

  private static final class Recorder implements BackendHttp {
    final List<Sent> sent = new ArrayList<>();
    private final Outcome<Answer> outcome;

    Recorder(Outcome<Answer> outcome) {
      this.outcome = outcome;
    }

    @Override
    public Outcome<Answer> send(Request request, Deadline deadline) {
      assertThat(deadline).isSameAs(SOON);
      Map<String, String> headers = new TreeMap<>(request.headers());
      // A courtesy of the driver without a meaning here.
      headers.remove("Accept-Charset");
      sent.add(
          new Sent(
              request.method(),
              request.uri(),
              headers,
              request.body().map(body -> body.withText(text -> text)).orElse(""),
              request.bodyLimit()));
      return outcome;
    }

    @Override
    public void close() {}
  }

  static Stream<VaultOperation> operations() {
    SecretBytes token = SecretBytes.ofText("hvs.token");
    Optional<String> namespace = Optional.of("team/a");
    return Stream.of(
        new VaultOperation.Health(),
        new VaultOperation.LookupSelf(token, namespace),
        new VaultOperation.RevokeSelf(token, namespace),
        new VaultOperation.RenewSelf(token, namespace),
        new VaultOperation.AppRoleLogin(
            "approle", SecretBytes.ofText("r"), SecretBytes.ofText("s\"\n\u2028ü"), namespace),
        new VaultOperation.KubernetesLogin("k8s/eu", "shop", SecretBytes.ofText("a.b"), namespace),
        new VaultOperation.ReadV1("kv", "app", token, Optional.empty(), "audit"),
        new VaultOperation.ReadV1(
            "team/kv", path("a b/ü%/日本/a%2fb/e\u0301?#;+"), token, namespace, "audit"),
        new VaultOperation.ReadV2("kv", "app", OptionalInt.empty(), token, namespace, "audit"),
        new VaultOperation.ReadV2(
            "team/a/kv", path("ü/data/e\u0301&="), OptionalInt.of(7), token, namespace, "audit"));
  }

  private static String path(String name) {
    return VaultPath.encode(name).orElseThrow();
  }

  private static Outcome<BackendHttp.Answer> answer(int status, String body) {
    return Outcome.ok(new BackendHttp.Answer(status, Map.of("x", "y"), SecretBytes.ofText(body)));
  }

  private static VaultTransport thin(BackendHttp http) {
    return new ThinTransport(new VaultAddress(SERVER), http);
  }

  private static VaultTransport driver(BackendHttp http) {
    return new DriverTransport(SERVER, http, thin(http));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void bothAdaptersSendTheSameRequest(VaultOperation operation) {
    Recorder byThin = new Recorder(answer(200, "{}"));
    Recorder byDriver = new Recorder(answer(200, "{}"));

    thin(byThin).send(operation, SOON);
    driver(byDriver).send(operation, SOON);

    assertThat(byDriver.sent).hasSize(1);
    assertThat(byDriver.sent.getFirst().uri().getHost()).isEqualTo("vault.example");
    assertThat(withoutEscapes(byDriver.sent.getFirst()))
        .isEqualTo(withoutEscapes(byThin.sent.getFirst()));
  }

  /** JSON lets a writer choose: the two characters that scripts take for line ends. */
  private static Sent withoutEscapes(Sent sent) {
    String body = sent.body().replace("\\u2028", "\u2028").replace("{}", "");
    return new Sent(sent.method(), sent.uri(), sent.headers(), body, sent.limit());
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 204, 307, 400, 403, 404, 412, 429, 500, 503})
  void everyAnswerOfTheServerIsHandedOver(int status) {
    operations()
        .forEach(operation -> {
          Outcome<BackendHttp.Answer> answer = answer(status, "<html>");

          assertThat(driver(new Recorder(answer)).send(operation, SOON)).isSameAs(answer);
        });
  }

  @ParameterizedTest
  @MethodSource("operations")
  void everyFailureIsHandedOver(VaultOperation operation) {
    Outcome<BackendHttp.Answer> failed =
        Outcome.failed(Failure.of(FailureClass.InvalidData, FailureDetail.TOO_LARGE));

    assertThat(driver(new Recorder(failed)).send(operation, SOON)).isSameAs(failed);
  }
}
