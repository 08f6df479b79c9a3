package dev.keyturn.operator.provider.vault;

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
import dev.keyturn.operator.provider.testkit.NoClouds;
import dev.keyturn.operator.provider.vault.VaultConfig.KeyValueVersion;
import dev.keyturn.operator.source.http.EndpointPolicy;
import dev.keyturn.operator.source.http.JdkBackendHttp;
import dev.keyturn.operator.source.http.ScriptedServer;
import dev.keyturn.operator.source.http.TlsTrust;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A fake Vault, the shared client and a store of version 2 with a given token. */
final class VaultFixture implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
  static final String TOKEN = "hvs.given";
  static final VaultProviderFactory FACTORY =
      new VaultProviderFactory(InstantSource.fixed(NOW), new NoClouds());

  final FakeVault vault = new FakeVault();
  final JdkBackendHttp http =
      new JdkBackendHttp(
          EndpointPolicy.of(List.of(vault.uri().toString()), Set.of()),
          TlsTrust.system(),
          JdkBackendHttp.CONNECT_TIMEOUT);

  VaultFixture() {
    vault.token(TOKEN, 3600, 0, true);
  }

  VaultConfig config(VaultAuth auth) {
    return config(vault.uri(), KeyValueVersion.V2, auth);
  }

  static VaultConfig config(URI server, KeyValueVersion version, VaultAuth auth) {
    return new VaultConfig(server, "secret", version, Optional.empty(), Optional.empty(), auth);
  }

  /** A client with a given token. */
  ProviderClient client() {
    return client(config(new VaultAuth.Token()), Map.of(VaultAuth.TOKEN, TOKEN));
  }

  ProviderClient client(VaultConfig config, Map<String, String> secrets) {
    return FACTORY.open(config, credentials(secrets), http);
  }

  static Credentials credentials(Map<String, String> secrets) {
    return new Credentials(
        secrets.entrySet().stream()
            .collect(
                Collectors.toMap(Map.Entry::getKey, entry -> SecretBytes.ofText(entry.getValue()))),
        Optional.empty());
  }

  static Session session(String token) {
    return new Session(SecretBytes.ofText(token), NOW, Optional.empty(), true, true);
  }

  static Deadline ample() {
    return Deadline.after(Duration.ofSeconds(30));
  }

  static Call call() {
    return new Call(session(TOKEN), ample(), "audit-1");
  }

  static RemoteRef newest(String key) {
    return new RemoteRef(key, Optional.empty());
  }

  /** Answers the next request with this. */
  void next(ScriptedServer.Script script) {
    vault.faults.add(script);
  }

  void nextJson(int status, String body) {
    next((request, peer) -> peer.json(status, body));
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

  static String text(RemoteValue value) {
    return value.payload().with(bytes -> new String(bytes, UTF_8));
  }

  @Override
  public void close() {
    http.close();
    vault.close();
  }
}
