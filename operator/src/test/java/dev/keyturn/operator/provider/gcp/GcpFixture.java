package dev.keyturn.operator.provider.gcp;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import dev.keyturn.operator.provider.gcp.GcpConfig.VersionPolicy;
import dev.keyturn.operator.source.http.JdkBackendHttp;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A fake Google whose clock stands still until it is moved, and a session at it. */
final class GcpFixture implements AutoCloseable {
  static final String CANARY = "kt-canary-7f3a";
  private static final String TOKEN = "ya29.given";

  private Instant now = Instant.parse("2026-03-04T05:06:07Z");
  final FakeGoogle google = new FakeGoogle(() -> now);
  final JdkBackendHttp http = FakeGoogleBackend.client(google.uri());
  final GcpProviderFactory factory =
      new GcpProviderFactory(
          () -> now,
          new MetadataServer(google.uri(), () -> FakeGoogleBackend.client(google.uri())));

  GcpFixture() {
    google.token(TOKEN);
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  Instant now() {
    return now;
  }

  GcpConfig config(GcpAuth auth) {
    return config(auth, Optional.empty(), Optional.empty(), VersionPolicy.LATEST_OR_FAIL);
  }

  GcpConfig config(
      GcpAuth auth, Optional<String> location, Optional<String> kmsKey, VersionPolicy policy) {
    return new GcpConfig(
        FakeGoogle.PROJECT, location, Optional.of(google.uri()), kmsKey, auth, policy);
  }

  ProviderClient client() {
    return client(config(new GcpAuth.Key()));
  }

  ProviderClient client(VersionPolicy policy) {
    return client(config(new GcpAuth.Key(), Optional.empty(), Optional.empty(), policy));
  }

  ProviderClient client(GcpConfig config) {
    return client(config, Map.of(GcpAuth.KEY, google.keyFile()), FakeGoogle.SERVICE_ACCOUNT_TOKEN);
  }

  ProviderClient client(GcpConfig config, Map<String, String> secrets, String token) {
    Map<String, SecretBytes> owned = new HashMap<>();
    secrets.forEach((name, text) -> owned.put(name, SecretBytes.ofText(text)));
    return factory.open(
        config,
        new Credentials(
            owned,
            Optional.of((audience, lifetime, deadline) -> Outcome.ok(SecretBytes.ofText(token)))),
        http);
  }

  static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(30));
  }

  Call call() {
    return new Call(
        new Session(SecretBytes.ofText(TOKEN), now, Optional.empty(), false, true),
        soon(),
        "audit-1");
  }

  static RemoteRef newest(String key) {
    return new RemoteRef(key, Optional.empty());
  }

  static RemoteRef version(String key, String version) {
    return new RemoteRef(key, Optional.of(version));
  }

  /** Answers the next request with this. */
  void nextJson(int status, String body) {
    google.next((request, peer) -> peer.json(status, body));
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

  static String text(Outcome<RemoteValue> outcome) {
    try (RemoteValue read = value(outcome)) {
      return read.payload().with(bytes -> new String(bytes, UTF_8));
    }
  }

  @Override
  public void close() {
    http.close();
    google.close();
  }
}
