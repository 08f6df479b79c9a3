package dev.keyturn.operator.provider.gcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.TokenRequest;
import dev.keyturn.operator.provider.gcp.GcpConfig.VersionPolicy;
import dev.keyturn.operator.provider.testkit.ContractBackend;
import dev.keyturn.operator.provider.testkit.Detour;
import dev.keyturn.operator.provider.testkit.Trait;
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

/** The provider's contract on {@link FakeGoogle}. */
final class FakeGoogleBackend implements ContractBackend {
  private final FakeGoogle google = new FakeGoogle();
  private final GcpAuth auth;
  private final JdkBackendHttp http = client(google.uri());
  private final GcpProviderFactory factory =
      new GcpProviderFactory(
          InstantSource.system(), new MetadataServer(google.uri(), () -> client(google.uri())));

  FakeGoogleBackend(GcpAuth auth) {
    this.auth = auth;
  }

  static JdkBackendHttp client(URI allowed) {
    return new JdkBackendHttp(
        EndpointPolicy.of(List.of(allowed.toString()), Set.of()),
        TlsTrust.system(),
        JdkBackendHttp.CONNECT_TIMEOUT);
  }

  @Override
  public ProviderClient open() {
    return open(google.keyFile(), FakeGoogle.SERVICE_ACCOUNT_TOKEN, http);
  }

  @Override
  public ProviderClient openBehind(Detour detour) {
    return open(google.keyFile(), FakeGoogle.SERVICE_ACCOUNT_TOKEN, detour.around(http));
  }

  @Override
  public ProviderClient openWithWrongCredential() {
    if (auth instanceof GcpAuth.Metadata) {
      google.loseServiceAccount();
    }
    return open(FakeGoogle.keyFile("other@shop-prod.iam.gserviceaccount.com"), "wrong", http);
  }

  private ProviderClient open(String keyFile, String token, BackendHttp own) {
    return factory.open(
        config(FakeGoogle.PROJECT, Optional.of(google.uri()), auth),
        new Credentials(
            Map.of(GcpAuth.KEY, SecretBytes.ofText(keyFile)),
            Optional.of((audience, lifetime, deadline) -> Outcome.ok(SecretBytes.ofText(token)))),
        own);
  }

  private static GcpConfig config(String project, Optional<URI> endpoint, GcpAuth auth) {
    return new GcpConfig(
        project, Optional.empty(), endpoint, Optional.empty(), auth, VersionPolicy.LATEST_OR_FAIL);
  }

  @Override
  public Optional<Set<String>> accounts() {
    return Optional.of(Set.of(FakeGoogle.PROJECT));
  }

  @Override
  public Map<Trait, String> lacks() {
    Map<Trait, String> lacks = new EnumMap<>(Trait.class);
    lacks.put(Trait.BATCH, "each secret is a request of its own");
    lacks.put(Trait.VERSION_ALONE, "a version costs as much as its value");
    lacks.put(Trait.LEASE, "a token is no credential of an application");
    lacks.put(Trait.EMPTY_TEXT, "a value has one byte at least");
    lacks.put(Trait.RAW_JSON, "every text is a value");
    lacks.put(Trait.OVERSIZE, "values end at 64 KiB");
    lacks.put(Trait.ORDER, "numbers begin anew with a secret, and a read tells no time");
    lacks.put(Trait.TAGS, "a read carries no labels");
    lacks.put(Trait.FOLDERS, "names hold no slashes");
    lacks.put(Trait.SOFT_DELETE, "what is deleted so that it may come back is disabled");
    lacks.put(Trait.REVOCATION, "access tokens live until their end");
    lacks.put(Trait.RENEWAL, "access tokens are made anew");
    if (auth instanceof GcpAuth.Metadata) {
      lacks.put(Trait.WIRE_LOGIN, "the machine is asked, on an address of its own");
    }
    lacks.put(Trait.REFUSED_RACE, "a version is added under no condition");
    return lacks;
  }

  @Override
  public Map<String, TokenRequest> tokenRequests() {
    return Map.of("registry", new TokenRequest.Gcr());
  }

  @Override
  public Map<String, String> unasked() {
    return Map.of(
        "renewal", "access tokens are made anew",
        "logout", "access tokens live until their end",
        "accounts", "every request names the project itself",
        "verification", "nothing but a read shows what a configuration leads to");
  }

  /** Of a key as much as a line of its text holds. */
  @Override
  public List<String> credentials() {
    String key = google.keyFile();
    int begin = key.indexOf("PRIVATE KEY-----") + 100;
    return List.of(FakeGoogle.SERVICE_ACCOUNT_TOKEN, key.substring(begin, begin + 40));
  }

  @Override
  public List<RefusedConfig> refusedConfigs() {
    GcpAuth key = new GcpAuth.Key();
    Optional<URI> none = Optional.empty();
    return List.of(
        refused(
            "a project with a slash", config("a/b", none, key), "projectID", FailureDetail.FIELD),
        refused(
            "an endpoint with a path",
            config("shop", Optional.of(URI.create("https://gcp.example/a")), key),
            "endpoint",
            FailureDetail.ENDPOINT),
        refused(
            "a location with a slash",
            new GcpConfig(
                "shop",
                Optional.of("a/b"),
                none,
                Optional.empty(),
                key,
                VersionPolicy.LATEST_OR_FAIL),
            "location",
            FailureDetail.FIELD),
        refused(
            "a key of KMS without its ring",
            new GcpConfig(
                "shop",
                Optional.empty(),
                none,
                Optional.of("projects/shop/key"),
                key,
                VersionPolicy.LATEST_OR_FAIL),
            "kmsKeyName",
            FailureDetail.FIELD),
        refused(
            "a pool of somebody else",
            config(
                "shop",
                none,
                new GcpAuth.WorkloadIdentity("//evil.example", "a", Optional.empty())),
            "auth.workloadIdentity.audience",
            FailureDetail.FIELD),
        refused(
            "a service account that leads elsewhere",
            config(
                "shop",
                none,
                new GcpAuth.WorkloadIdentity(FakeGoogle.POOL, "a", Optional.of("a@b/../c"))),
            "auth.workloadIdentity.gcpServiceAccountEmail",
            FailureDetail.FIELD));
  }

  private RefusedConfig refused(String name, GcpConfig config, String field, FailureDetail detail) {
    return new RefusedConfig(name, factory.check(config), "provider.gcp." + field, detail);
  }

  /** The alphabet of names is small: what it lacks is spelled in hexadecimal. */
  @Override
  public String key(String name) {
    StringBuilder key = new StringBuilder();
    for (byte octet : name.getBytes(UTF_8)) {
      boolean legal = octet > 0 && String.valueOf((char) octet).matches("[A-Za-z0-9-]");
      key.append(legal ? String.valueOf((char) octet) : "_%02x".formatted(octet));
    }
    return key.toString();
  }

  @Override
  public int largestValue() {
    return 65_536 - "{\"v\":\"\"}".length();
  }

  @Override
  public void putObject(String key, String json) {
    google.put(key, json);
  }

  @Override
  public void putText(String key, String text) {
    google.put(key, text);
  }

  @Override
  public void putBytes(String key, byte[] bytes) {
    google.secrets.put(key, bytes.clone());
  }

  @Override
  public void remove(String key) {
    google.remove(key);
  }

  @Override
  public void tag(String key, Map<String, String> labels) {
    google.secrets.label(key, labels);
  }

  @Override
  public void disable(String key) {
    google.disable(key);
  }

  @Override
  public void destroy(String key) {
    google.secrets.destroy(key);
  }

  @Override
  public void loseContainer() {
    google.secrets.loseProject();
  }

  @Override
  public void deny(String key) {
    google.deny(key);
  }

  @Override
  public void close() {
    http.close();
    google.close();
  }
}
