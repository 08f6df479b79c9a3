package dev.keyturn.operator.provider.vault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.testkit.ContractBackend;
import dev.keyturn.operator.provider.testkit.Detour;
import dev.keyturn.operator.provider.testkit.RotatingBackend;
import dev.keyturn.operator.provider.testkit.Trait;
import dev.keyturn.operator.provider.vault.VaultConfig.KeyValueVersion;
import dev.keyturn.operator.source.http.EndpointPolicy;
import dev.keyturn.operator.source.http.JdkBackendHttp;
import dev.keyturn.operator.source.http.TlsTrust;
import java.net.URI;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The provider's contract on {@link FakeVault}. */
final class FakeVaultBackend implements ContractBackend {
  /** One of each kind of thing that clients have rotated. */
  static final Map<String, RemoteRef> ROTATED =
      Map.of(
          "role",
          new RemoteRef("role:database/static-creds/app", Optional.of("2026-03-04T05:06:07Z")),
          "key",
          new RemoteRef("transit:seal/keys/app", Optional.of("1")));

  private final FakeCloud cloud = new FakeCloud(true);
  private final FakeCloud strangers = new FakeCloud(false);
  private final VaultProviderFactory factory = factory(cloud);
  private final FakeVault vault;
  private final KeyValueVersion version;
  private final VaultAuth auth;
  private final BackendHttp http;
  private final BackendHttp stranger;

  FakeVaultBackend(KeyValueVersion version, VaultAuth auth) {
    this(version, auth, new FakeVault(), TlsTrust.system(), TlsTrust.system());
  }

  private FakeVaultBackend(
      KeyValueVersion version, VaultAuth auth, FakeVault vault, TlsTrust own, TlsTrust strangers) {
    this.version = version;
    this.auth = auth;
    this.vault = vault;
    this.http = http(vault, own);
    this.stranger = http(vault, strangers);
    vault.token(FakeLogins.TOKEN, 3600, 0, true);
  }

  /** A server whose clients show certificates. */
  static FakeVaultBackend withCertificates(KeyValueVersion version, VaultAuth.Certificate auth) {
    CertificateVault server = new CertificateVault();
    return new FakeVaultBackend(
        version,
        auth,
        server.vault,
        server.trust(server.client()),
        server.trust(server.stranger()));
  }

  private static BackendHttp http(FakeVault vault, TlsTrust trust) {
    BackendHttp http =
        new JdkBackendHttp(
            EndpointPolicy.of(List.of(vault.uri().toString()), Set.of()),
            trust,
            JdkBackendHttp.CONNECT_TIMEOUT);
    return vault.uri().getScheme().equals("https") ? new FewAtOnce(http) : http;
  }

  private static VaultProviderFactory factory(FakeCloud cloud) {
    return new VaultProviderFactory(InstantSource.system(), cloud);
  }

  private VaultConfig config() {
    return new VaultConfig(
        vault.uri(), "secret", version, Optional.empty(), Optional.empty(), auth);
  }

  @Override
  public ProviderClient open() {
    return open(http);
  }

  @Override
  public ProviderClient openBehind(Detour detour) {
    return open(detour.around(http));
  }

  private ProviderClient open(BackendHttp own) {
    return factory.open(config(), FakeLogins.credentials(auth, true), own);
  }

  @Override
  public ProviderClient openWithWrongCredential() {
    return factory(strangers).open(config(), FakeLogins.credentials(auth, false), stranger);
  }

  @Override
  public Optional<Set<String>> accounts() {
    return Optional.of(Set.of("root"));
  }

  @Override
  public Map<Trait, String> lacks() {
    Map<Trait, String> lacks = new EnumMap<>(Trait.class);
    lacks.put(Trait.WRITE_LIMIT, "what is too large depends on the server");
    lacks.put(Trait.BATCH, "each secret is a request of its own");
    lacks.put(Trait.LEASE, "real servers have the engines");
    lacks.put(Trait.TEXT, "the key-value engine holds JSON objects");
    lacks.put(Trait.BYTES, "the key-value engine holds JSON objects");
    lacks.put(Trait.DISABLE, "versions cannot be switched off");
    if (auth instanceof VaultAuth.Token) {
      lacks.put(Trait.REVOCATION, "a token that somebody else made is never revoked");
    }
    if (version == KeyValueVersion.V1) {
      lacks.put(Trait.VERSION_ALONE, "version 1 of the engine keeps no versions");
      for (Trait trait :
          List.of(
              Trait.VERSION,
              Trait.HISTORY,
              Trait.TAGS,
              Trait.SOFT_DELETE,
              Trait.DESTROY,
              Trait.VERSION_STATES,
              Trait.UNDELETE,
              Trait.WRITE)) {
        lacks.put(trait, "version 1 of the engine keeps no versions");
      }
    }
    return lacks;
  }

  @Override
  public Set<Trait> shownElsewhere() {
    return Set.of(Trait.LEASE);
  }

  @Override
  public boolean offersRotation() {
    return true;
  }

  @Override
  public Optional<RotatingBackend> rotation() {
    return Optional.of(vault.roles);
  }

  @Override
  public Map<String, RemoteRef> rotated() {
    return ROTATED;
  }

  @Override
  public Set<String> answeredBy(int status) {
    return verifiedBy(status);
  }

  /** What leads to a mount may keep the path of its description to itself. */
  static Set<String> verifiedBy(int status) {
    return status == 404 ? Set.of("verification") : Set.of();
  }

  @Override
  public List<String> credentials() {
    return List.of(
        FakeVault.SECRET_ID,
        FakeVault.JWT,
        FakeLogins.TOKEN,
        FakeLogins.PASSWORD,
        FakeLogins.SECRET_ACCESS_KEY);
  }

  @Override
  public List<RefusedConfig> refusedConfigs() {
    VaultConfig mount =
        new VaultConfig(vault.uri(), "a//b", version, Optional.empty(), Optional.empty(), auth);
    VaultConfig server =
        new VaultConfig(
            URI.create("https://user@vault.example"),
            "secret",
            version,
            Optional.empty(),
            Optional.empty(),
            auth);
    return List.of(
        new RefusedConfig(
            "an empty segment in the mount",
            factory.check(mount),
            "provider.vault.path",
            FailureDetail.NAME_ILLEGAL),
        new RefusedConfig(
            "a user in the address",
            factory.check(server),
            "provider.vault.server",
            FailureDetail.ENDPOINT));
  }

  @Override
  public void putObject(String key, String json) {
    vault.keyValue.put(key, json);
  }

  @Override
  public void putRaw(String key, String text) {
    vault.keyValue.put(key, text);
  }

  @Override
  public void tag(String key, Map<String, String> tags) {
    try {
      vault.keyValue.tag(key, new ObjectMapper().writeValueAsString(tags));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void softDelete(String key) {
    vault.keyValue.softDelete(key);
  }

  @Override
  public void destroy(String key) {
    vault.keyValue.destroy(key);
  }

  @Override
  public void remove(String key) {
    vault.keyValue.remove(key);
  }

  @Override
  public void loseContainer() {
    vault.unmount();
  }

  @Override
  public void expireSessions() {
    vault.expireTokens();
  }

  @Override
  public void deny(String key) {
    vault.deny(key);
  }

  @Override
  public void close() {
    cloud.close();
    strangers.close();
    http.close();
    stranger.close();
    vault.close();
  }
}
