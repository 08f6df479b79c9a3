package dev.keyturn.operator.provider.azure;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.source.http.EndpointPolicy;
import dev.keyturn.operator.source.http.JdkBackendHttp;
import dev.keyturn.operator.source.http.TlsTrust;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** A fake vault and clients of it. */
final class AzureFixture implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
  static final String CANARY = "kt-canary-7f3a";

  final FakeKeyVault vault = new FakeKeyVault();
  final JdkBackendHttp http =
      new JdkBackendHttp(
          EndpointPolicy.of(List.of(vault.uri().toString()), Set.of()),
          TlsTrust.system(),
          JdkBackendHttp.CONNECT_TIMEOUT);

  static AzureProviderFactory factory(Supplier<BackendHttp> metadata) {
    return new AzureProviderFactory(InstantSource.fixed(NOW), metadata);
  }

  ProviderClient client() {
    return client(
        new AzureAuth.ClientSecret(FakeKeyVault.TENANT),
        secrets(
            Map.of(
                AzureAuth.CLIENT_ID,
                FakeKeyVault.CLIENT_ID,
                AzureAuth.CLIENT_SECRET,
                FakeKeyVault.CLIENT_SECRET + "\n")));
  }

  ProviderClient client(AzureAuth auth, Credentials credentials) {
    return client(auth, credentials, http);
  }

  ProviderClient client(AzureAuth auth, Credentials credentials, BackendHttp own) {
    return factory(() -> new Relayed(http, vault.uri()))
        .open(new AzureConfig(vault.uri(), AzureCloud.PUBLIC, auth), credentials, own);
  }

  static Credentials secrets(Map<String, String> texts) {
    Map<String, SecretBytes> secrets = new HashMap<>();
    texts.forEach((name, text) -> secrets.put(name, SecretBytes.ofText(text)));
    return new Credentials(secrets, Optional.empty());
  }

  static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(30));
  }

  static Session login(ProviderClient client) {
    return value(client.login(soon()));
  }

  static Call call(ProviderClient client) {
    return new Call(login(client), soon(), "audit-1");
  }

  static RemoteRef current(String key) {
    return new RemoteRef(key, Optional.empty());
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
    vault.close();
  }

  /** Takes requests to the metadata service, whose address no test can have, to the fake. */
  private record Relayed(BackendHttp http, URI fake) implements BackendHttp {
    @Override
    public Outcome<Answer> send(Request request, Deadline deadline) {
      if (!request.uri().getHost().equals("169.254.169.254")) {
        throw new AssertionError("not the metadata service");
      }
      URI uri = URI.create(fake + request.uri().getRawPath() + "?" + request.uri().getRawQuery());
      return http.send(
          new Request(
              request.method(), uri, request.headers(), request.body(), request.bodyLimit()),
          deadline);
    }

    @Override
    public void close() {}
  }
}
