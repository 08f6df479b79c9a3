package dev.keyturn.operator.provider.infisical;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Session;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** A client of {@link FakeInfisical} whose keys are below the folder {@code /shop}. */
final class InfisicalFixture implements AutoCloseable {
  static final String CANARY = "kt-canary-7f3a";

  final FakeInfisicalBackend backend =
      new FakeInfisicalBackend(
          new InfisicalAuth.Universal(), new InfisicalProject.Id(FakeInfisical.PROJECT_ID));
  final FakeInfisical infisical = backend.infisical;
  final ProviderClient client = backend.open();

  /** A client of another environment of the same server. */
  ProviderClient client(String environment, String path, boolean recursive, boolean expand) {
    InfisicalConfig own = backend.config();
    return backend.open(
        new InfisicalConfig(
            own.host(), own.project(), environment, path, recursive, expand, own.auth()));
  }

  ProviderClient client(URI host) {
    InfisicalConfig own = backend.config();
    return backend.open(
        new InfisicalConfig(
            host, own.project(), own.environment(), own.path(), true, true, own.auth()));
  }

  /** A client whose clock is ahead. */
  ProviderClient clientIn(Duration time) {
    InstantSource ahead = () -> InstantSource.system().instant().plus(time);
    return backend.open(new InfisicalProviderFactory(ahead), backend.config());
  }

  void put(String key, String value) {
    backend.putText(key, value);
  }

  static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(30));
  }

  Session login() {
    return value(client.login(soon()));
  }

  Call call() {
    return new Call(login(), soon(), "audit-1");
  }

  /** A call with a session that no server was asked for. */
  static Call offline() {
    SecretBytes token = new Access(FakeInfisical.PROJECT_ID, 0, "token").sealed();
    return new Call(
        new Session(token, InstantSource.system().instant(), Optional.empty(), false, false),
        soon(),
        "audit-1");
  }

  Outcome<RemoteValue> read(String key) {
    return client.read(new RemoteRef(key, Optional.empty()), call());
  }

  Outcome<RemoteValue> read(String key, String version) {
    return client.read(new RemoteRef(key, Optional.of(version)), call());
  }

  static String text(Outcome<RemoteValue> outcome) {
    try (RemoteValue read = value(outcome)) {
      return text(read.payload());
    }
  }

  static String text(SecretBytes payload) {
    return payload.with(bytes -> new String(bytes, UTF_8));
  }

  static <T> T value(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Ok<T>(T value) -> value;
      case Outcome.Failed<T>(Failure failure) ->
          throw new AssertionError("expected a value, got " + failure);
    };
  }

  /** Class and detail of a failure. */
  static String failure(Outcome<?> outcome) {
    return switch (outcome) {
      case Outcome.Ok<?> ok -> throw new AssertionError("expected a failure");
      case Outcome.Failed<?>(Failure failure) -> failure.kind() + "/" + failure.detail();
    };
  }

  @Override
  public void close() {
    client.close();
    backend.close();
  }
}
