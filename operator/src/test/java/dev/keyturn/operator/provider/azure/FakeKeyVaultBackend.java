package dev.keyturn.operator.provider.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.TokenRequest;
import dev.keyturn.operator.provider.testkit.ContractBackend;
import dev.keyturn.operator.provider.testkit.Detour;
import dev.keyturn.operator.provider.testkit.Trait;
import java.net.URI;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The provider's contract on {@link FakeKeyVault}. */
final class FakeKeyVaultBackend implements ContractBackend {
  private final AzureFixture fixture = new AzureFixture();
  private final FakeKeyVault vault = fixture.vault;
  private static final TestIdentity APPLICATION = new TestIdentity();

  /** An id as the service makes them. */
  static final String UNKNOWN_VERSION = "0123456789abcdef0123456789abcdef";

  private final AzureAuth auth;

  FakeKeyVaultBackend(AzureAuth auth) {
    this.auth = auth;
    if (auth instanceof AzureAuth.ClientCertificate) {
      vault.assertions(jwt -> AzureLoginTest.isRight(jwt, APPLICATION, vault.uri()));
    }
  }

  @Override
  public ProviderClient open() {
    return fixture.client(auth, right());
  }

  @Override
  public ProviderClient openBehind(Detour detour) {
    return fixture.client(auth, right(), detour.around(fixture.http));
  }

  @Override
  public ProviderClient openWithWrongCredential() {
    // The identity of a machine is named, not proven.
    String client = auth instanceof AzureAuth.ManagedIdentity ? "another" : FakeKeyVault.CLIENT_ID;
    return fixture.client(auth, credentials(client, "wrong", new TestIdentity().pem(), "wrong"));
  }

  private static Credentials right() {
    return credentials(
        FakeKeyVault.CLIENT_ID, FakeKeyVault.CLIENT_SECRET, APPLICATION.pem(), FakeKeyVault.JWT);
  }

  private static Credentials credentials(
      String client, String secret, String certificate, String jwt) {
    return new Credentials(
        Map.of(
            AzureAuth.CLIENT_ID, SecretBytes.ofText(client),
            AzureAuth.CLIENT_SECRET, SecretBytes.ofText(secret),
            AzureAuth.CLIENT_CERTIFICATE, SecretBytes.ofText(certificate)),
        Optional.of((audience, lifetime, deadline) -> Outcome.ok(SecretBytes.ofText(jwt))));
  }

  @Override
  public Optional<Set<String>> accounts() {
    return Optional.of(Set.of(FakeKeyVault.TENANT));
  }

  @Override
  public Map<Trait, String> lacks() {
    Map<Trait, String> lacks = new EnumMap<>(Trait.class);
    lacks.put(Trait.BATCH, "each secret is a request of its own");
    lacks.put(Trait.VERSION_ALONE, "a version costs as much as its value");
    lacks.put(Trait.LEASE, "it makes no credentials");
    lacks.put(Trait.BYTES, "a vault keeps texts");
    lacks.put(Trait.RAW_JSON, "a value is a text, whatever it looks like");
    lacks.put(Trait.HISTORY, "ids of versions are no numbers");
    lacks.put(Trait.FOLDERS, "names hold no slash");
    lacks.put(Trait.SOFT_DELETE, "a deleted secret reads like one that never was");
    lacks.put(Trait.DESTROY, "versions cannot be deleted");
    lacks.put(Trait.CONTAINER, "a vault that is gone has no address either");
    lacks.put(Trait.REVOCATION, "tokens cannot be ended");
    lacks.put(Trait.RENEWAL, "tokens cannot be renewed");
    if (auth instanceof AzureAuth.ManagedIdentity) {
      lacks.put(Trait.WIRE_LOGIN, "the machine's own service makes the tokens");
    }
    lacks.put(Trait.REFUSED_RACE, "the API has no conditional write");
    return lacks;
  }

  @Override
  public int namesPerPage() {
    return 25;
  }

  @Override
  public Map<String, TokenRequest> tokenRequests() {
    return Map.of("registry", new TokenRequest.Acr("shop.azurecr.io", Optional.empty()));
  }

  @Override
  public String version() {
    return "0123456789abcdef0123456789abcdef";
  }

  @Override
  public Map<String, String> unasked() {
    return Map.of(
        "renewal", "tokens cannot be renewed",
        "logout", "tokens cannot be ended");
  }

  /** A vault says where its tokens are made to whoever asks without one. */
  @Override
  public Set<String> answeredBy(int status) {
    return status == 401 ? Set.of("accounts", "probe", "verification") : Set.of();
  }

  @Override
  public List<String> credentials() {
    return List.of(FakeKeyVault.CLIENT_SECRET, FakeKeyVault.JWT);
  }

  @Override
  public List<RefusedConfig> refusedConfigs() {
    return List.of(
        refused("a user in the address", "https://user@shop.vault.azure.net", AzureCloud.PUBLIC),
        refused("a path in the address", "https://shop.vault.azure.net/x", AzureCloud.PUBLIC),
        refused("a host that is no vault", "https://vault.azure.net.example", AzureCloud.PUBLIC),
        refused("a vault of another cloud", "https://shop.vault.azure.net", AzureCloud.CHINA),
        new RefusedConfig(
            "a tenant with a slash",
            check("https://shop.vault.azure.net", AzureCloud.PUBLIC, "a/b"),
            "provider.azure.tenantId",
            FailureDetail.FIELD));
  }

  private static RefusedConfig refused(String name, String vault, AzureCloud cloud) {
    return new RefusedConfig(
        name,
        check(vault, cloud, FakeKeyVault.TENANT),
        "provider.azure.vaultUrl",
        FailureDetail.ENDPOINT);
  }

  private static List<ConfigProblem> check(String vault, AzureCloud cloud, String tenant) {
    AzureConfig config =
        new AzureConfig(URI.create(vault), cloud, new AzureAuth.ClientSecret(tenant));
    return AzureFixture.factory(FakeKeyVaultBackend::noMetadata).check(config);
  }

  private static BackendHttp noMetadata() {
    throw new IllegalStateException("no login of the machine was asked for");
  }

  /** Letters, digits and hyphens alone: the rest in hexadecimal. */
  @Override
  public String key(String name) {
    StringBuilder key = new StringBuilder();
    for (byte octet : name.getBytes(UTF_8)) {
      boolean plain = octet > 0 && Character.isLetterOrDigit(octet);
      key.append(plain ? Character.toString(octet) : "-" + HexFormat.of().toHexDigits(octet));
    }
    return key.toString();
  }

  /** 25 KB with the quotes around it. */
  @Override
  public int largestValue() {
    return 25 * 1024 - 8;
  }

  @Override
  public String unknownVersion() {
    return UNKNOWN_VERSION;
  }

  @Override
  public void putObject(String key, String json) {
    putText(key, json);
  }

  /** Each in a second of its own: versions have no order within one. */
  @Override
  public void putText(String key, String text) {
    vault.secrets.tick();
    vault.put(key, text);
  }

  @Override
  public void tag(String key, Map<String, String> tags) {
    vault.tag(key, tags);
  }

  @Override
  public void remove(String key) {
    vault.secrets.purge(key);
  }

  @Override
  public void disable(String key) {
    vault.disable(key);
  }

  @Override
  public void deny(String key) {
    vault.deny(key);
  }

  @Override
  public void close() {
    fixture.close();
  }
}
