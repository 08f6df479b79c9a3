package dev.keyturn.operator.provider.vault;

import static dev.keyturn.operator.provider.vault.VaultFixture.ample;
import static dev.keyturn.operator.provider.vault.VaultFixture.failure;
import static dev.keyturn.operator.provider.vault.VaultFixture.value;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Standing;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.testkit.NoClouds;
import dev.keyturn.operator.provider.vault.VaultConfig.KeyValueVersion;
import dev.keyturn.operator.source.http.EndpointPolicy;
import dev.keyturn.operator.source.http.JdkBackendHttp;
import dev.keyturn.operator.source.http.TlsTrust;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A real server, and marks of the owner on it, whenever the process that makes them dies. */
abstract class RealServerMarkCases {
  final VaultServer server;
  final RealVault vault;
  final JdkBackendHttp http;

  RealServerMarkCases(VaultServer server) {
    this.server = server;
    this.vault = new RealVault(server);
    this.http =
        new JdkBackendHttp(
            EndpointPolicy.of(List.of(vault.uri().toString()), Set.of()),
            TlsTrust.system(),
            JdkBackendHttp.CONNECT_TIMEOUT);
  }

  @AfterEach
  void close() {
    http.close();
    vault.close();
  }

  RealVault vault() {
    return vault;
  }

  final ProviderClient client(String token, String mount, KeyValueVersion version) {
    return client(
        new VaultConfig(
            vault.uri(), mount, version, Optional.empty(), Optional.empty(), new VaultAuth.Token()),
        Map.of(VaultAuth.TOKEN, token));
  }

  ProviderClient client(VaultConfig config, Map<String, String> secrets) {
    return new VaultProviderFactory(InstantSource.system(), new NoClouds())
        .open(config, VaultFixture.credentials(secrets), http);
  }

  private static final Map<String, String> OURS = Map.of(Standing.OWNER_TAG, "us/shop/db");

  private static Outcome<VersionStamp> create(ProviderClient client) {
    Call call = new Call(value(client.login(ample())), ample(), "a");
    try (SecretBytes payload = SecretBytes.ofText("{\"v\":\"ours\"}")) {
      return client.writer().orElseThrow().createIfAbsent("app", payload, OURS, call);
    }
  }

  private static Standing look(ProviderClient client) {
    Call call = new Call(value(client.login(ample())), ample(), "a");
    return value(client.writer().orElseThrow().look("app", call));
  }

  @Test
  void metadataWithoutAVersionIsAbsentAndTheFirstWriteKeepsItsSettings() {
    vault.admin(
        "POST",
        "secret/metadata/app",
        "{\"max_versions\":5,\"cas_required\":true,\"custom_metadata\":{\"team\":\"shop\"}}");
    try (ProviderClient client = client("root", "secret", KeyValueVersion.V2)) {
      assertThat(look(client)).isEqualTo(new Standing.Absent());
      assertThat(value(create(client)).id()).isEqualTo("1");
      try (Standing made = look(client)) {
        assertThat(made.tags()).isEqualTo(Map.of("team", "shop", Standing.OWNER_TAG, "us/shop/db"));
      }
      JsonNode metadata = vault.admin("GET", "secret/metadata/app", "").path("data");
      assertThat(metadata.path("max_versions").asInt()).isEqualTo(5);
      assertThat(metadata.path("cas_required").asBoolean()).isTrue();
    }
  }

  @Test
  void aProcessThatDiedBeforeTheValueLeavesAMarkThatTheNextOneGoesOnFrom() {
    try (ProviderClient client = client("root", "secret", KeyValueVersion.V2);
        Meanwhile dying = new Meanwhile(http, "POST", "/data/", () -> Optional.of(REFUSED))) {
      try (ProviderClient before = client(dying)) {
        assertThat(failure(create(before)).kind()).isEqualTo(FailureClass.Unavailable);
      }
      assertThat(
              vault
                  .admin("GET", "secret/metadata/app", "")
                  .at("/data/custom_metadata/" + Standing.OWNER_TAG)
                  .asText())
          .isEqualTo("us/shop/db");
      assertThat(look(client)).isEqualTo(new Standing.Absent());
      assertThat(value(create(client)).id()).isEqualTo("1");
      try (Standing made = look(client)) {
        assertThat(made.tags()).isEqualTo(OURS);
      }
    }
  }

  @Test
  void whoIsFasterThanOurMarkDoesNotKeepIt() {
    Runnable other = () -> vault.admin("POST", "secret/data/app", "{\"data\":{\"v\":\"theirs\"}}");
    assertLost("/metadata/", other);
    try (ProviderClient client = client("root", "secret", KeyValueVersion.V2);
        Standing theirs = look(client)) {
      assertThat(theirs.owner()).isEmpty();
    }
  }

  @Test
  void ourOwnOtherSelfKeepsTheMark() {
    Runnable other =
        () ->
            vault.admin(
                "POST", "secret/data/app", "{\"data\":{\"v\":\"older\"},\"options\":{\"cas\":0}}");
    assertLost("/data/", other);
    try (ProviderClient client = client("root", "secret", KeyValueVersion.V2);
        Standing ours = look(client)) {
      assertThat(ours.tags()).isEqualTo(OURS);
    }
  }

  /** Something else happens right before the first write to this path. */
  private void assertLost(String path, Runnable other) {
    Supplier<Optional<Failure>> act =
        () -> {
          other.run();
          return Optional.empty();
        };
    try (Meanwhile slow = new Meanwhile(http, "POST", path, act);
        ProviderClient client = client(slow)) {
      assertThat(failure(create(client)).detail()).isEqualTo(FailureDetail.ALREADY_EXISTS);
    }
  }

  private static final Failure REFUSED = Failure.of(FailureClass.Unavailable);

  private ProviderClient client(BackendHttp through) {
    VaultConfig config =
        new VaultConfig(
            vault.uri(),
            "secret",
            KeyValueVersion.V2,
            Optional.empty(),
            Optional.empty(),
            new VaultAuth.Token());
    return new VaultProviderFactory(InstantSource.system(), new NoClouds())
        .open(config, VaultFixture.credentials(Map.of(VaultAuth.TOKEN, "root")), through);
  }

  /**
   * Does something once, right before the first request of this method to a path.
   *
   * @param act its failure is the request's, which is not sent then
   */
  private static final class Meanwhile implements BackendHttp {
    private final BackendHttp http;
    private final String method;
    private final String path;
    private final Supplier<Optional<Failure>> act;
    private final AtomicBoolean done = new AtomicBoolean();

    Meanwhile(BackendHttp http, String method, String path, Supplier<Optional<Failure>> act) {
      this.http = http;
      this.method = method;
      this.path = path;
      this.act = act;
    }

    @Override
    public Outcome<Answer> send(Request request, Deadline deadline) {
      boolean meant = request.method().equals(method) && request.uri().getPath().contains(path);
      Optional<Failure> failure =
          meant && done.compareAndSet(false, true) ? act.get() : Optional.empty();
      return failure
          .<Outcome<Answer>>map(Outcome::failed)
          .orElseGet(() -> http.send(request, deadline));
    }

    /** The client that it is before is another's. */
    @Override
    public void close() {}
  }
}
