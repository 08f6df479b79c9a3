package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.source.http.EndpointPolicy;
import dev.keyturn.operator.source.http.JdkBackendHttp;
import dev.keyturn.operator.source.http.ScriptedServer;
import dev.keyturn.operator.source.http.TlsTrust;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/** A server that gives the answers that were laid out for it, and a client that asks it. */
final class AwsFixture implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
  static final String CANARY = "kt-canary-7f3a";

  private final Queue<ScriptedServer.Script> answers = new ArrayDeque<>();
  private volatile Optional<ScriptedServer.Script> standing = Optional.empty();
  final ScriptedServer server =
      ScriptedServer.plain((request, peer) -> next().answer(request, peer));
  private final JdkBackendHttp http =
      new JdkBackendHttp(
          EndpointPolicy.of(List.of(server.uri().toString()), Set.of()),
          TlsTrust.system(),
          JdkBackendHttp.CONNECT_TIMEOUT);

  AwsConfig config(AwsAuth auth) {
    return AwsConfig.secretsManager("eu-west-1", Optional.of(server.uri()), auth);
  }

  ProviderClient client() {
    return client(new AwsAuth.Keys(), keys());
  }

  ProviderClient client(AwsAuth auth, Credentials credentials) {
    return client(config(auth), credentials);
  }

  ProviderClient client(AwsWriting writing) {
    AwsConfig plain = config(new AwsAuth.Keys());
    return client(
        new AwsConfig(
            plain.service(),
            plain.region(),
            plain.endpoint(),
            plain.auth(),
            plain.roles(),
            writing),
        keys());
  }

  ProviderClient client(List<AwsRole> roles, AwsAuth auth, Map<String, String> environment) {
    AwsConfig plain = config(auth);
    return new AwsProviderFactory(InstantSource.fixed(NOW), environment)
        .open(
            new AwsConfig(
                plain.service(), plain.region(), plain.endpoint(), auth, roles, plain.writing()),
            keys(),
            http);
  }

  ProviderClient client(AwsConfig config, Credentials credentials) {
    return new AwsProviderFactory(InstantSource.fixed(NOW)).open(config, credentials, http);
  }

  static Credentials keys() {
    return new Credentials(
        Map.of(
            AwsAuth.ACCESS_KEY_ID, SecretBytes.ofText("AKIAEXAMPLE\n"),
            AwsAuth.SECRET_ACCESS_KEY, SecretBytes.ofText("secret")),
        Optional.empty());
  }

  BackendHttp http() {
    return http;
  }

  private ScriptedServer.Script next() {
    return standing.orElseGet(answers::remove);
  }

  /** Answers every request, in place of what is laid out. */
  void always(ScriptedServer.Script script) {
    standing = Optional.of(script);
  }

  void next(ScriptedServer.Script script) {
    answers.add(script);
  }

  void nextJson(int status, String body) {
    next((request, peer) -> peer.json(status, body));
  }

  /** An error as the JSON protocol spells it, with a text that must not get out. */
  void nextError(int status, String code, String text) {
    nextJson(status, "{\"__type\":\"%s\",\"Message\":\"%s %s\"}".formatted(code, text, CANARY));
  }

  static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(30));
  }

  static Call call() {
    return call(() -> {});
  }

  /** A call that tells of each request beside its first. */
  static Call call(Runnable further) {
    return new Call(
        new Session(
            AwsKeys.token("AKIAEXAMPLE", "secret", Optional.empty()),
            NOW,
            Optional.empty(),
            false,
            false),
        soon(),
        "audit-1",
        further);
  }

  static RemoteRef current(String key) {
    return new RemoteRef(key, Optional.empty());
  }

  static RemoteRef version(String key, String version) {
    return new RemoteRef(key, Optional.of(version));
  }

  static Outcome<RemoteValue> outcome(Map<String, Outcome<RemoteValue>> batch, String key) {
    return Objects.requireNonNull(batch.get(key), key);
  }

  static <T> T value(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Ok<T>(T value) -> value;
      case Outcome.Failed<T>(Failure failure) -> throw new AssertionError("failed " + failure);
    };
  }

  static Failure failure(Outcome<?> outcome) {
    return switch (outcome) {
      case Outcome.Ok<?> ok -> throw new AssertionError("no failure");
      case Outcome.Failed<?>(Failure failure) -> failure;
    };
  }

  @Override
  public void close() {
    http.close();
    server.close();
  }
}
