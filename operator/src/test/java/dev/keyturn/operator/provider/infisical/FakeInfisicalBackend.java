package dev.keyturn.operator.provider.infisical;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.SecretBytes;
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

/** The provider's contract on {@link FakeInfisical}; keys are below the folder {@code /shop}. */
final class FakeInfisicalBackend implements ContractBackend {
  static final InfisicalProviderFactory FACTORY =
      new InfisicalProviderFactory(InstantSource.system());
  private static final String BASE = "/shop";

  final FakeInfisical infisical = new FakeInfisical();
  private final InfisicalAuth auth;
  private final InfisicalProject project;
  private final JdkBackendHttp http =
      new JdkBackendHttp(
          EndpointPolicy.of(List.of(infisical.uri().toString()), Set.of()),
          TlsTrust.system(),
          JdkBackendHttp.CONNECT_TIMEOUT);

  FakeInfisicalBackend(InfisicalAuth auth, InfisicalProject project) {
    this.auth = auth;
    this.project = project;
    infisical.folders.make(new FakePlace("prod", BASE));
  }

  InfisicalConfig config() {
    return config(infisical.uri(), project, "prod", BASE);
  }

  private InfisicalConfig config(
      URI host, InfisicalProject named, String environment, String path) {
    return new InfisicalConfig(host, named, environment, path, true, true, auth);
  }

  ProviderClient open(InfisicalConfig config) {
    return open(FACTORY, config);
  }

  ProviderClient open(InfisicalProviderFactory factory, InfisicalConfig config) {
    return open(factory, config, http);
  }

  private ProviderClient open(
      InfisicalProviderFactory factory, InfisicalConfig config, BackendHttp own) {
    return factory.open(
        config,
        credentials(FakeInfisical.CLIENT_SECRET, FakeInfisical.JWT, FakeInfisical.ACCESS_TOKEN),
        own);
  }

  @Override
  public ProviderClient open() {
    return open(config());
  }

  @Override
  public ProviderClient openBehind(Detour detour) {
    return open(FACTORY, config(), detour.around(http));
  }

  @Override
  public ProviderClient openWithWrongCredential() {
    return FACTORY.open(config(), credentials("wrong", "wrong", "wrong"), http);
  }

  private Credentials credentials(String secret, String jwt, String token) {
    return switch (auth) {
      case InfisicalAuth.Universal universal ->
          new Credentials(
              Map.of(
                  InfisicalAuth.CLIENT_ID, SecretBytes.ofText(FakeInfisical.CLIENT_ID),
                  InfisicalAuth.CLIENT_SECRET, SecretBytes.ofText(secret + "\n")),
              Optional.empty());
      case InfisicalAuth.Kubernetes kubernetes ->
          new Credentials(
              Map.of(InfisicalAuth.IDENTITY_ID, SecretBytes.ofText(FakeInfisical.IDENTITY_ID)),
              Optional.of((audience, lifetime, deadline) -> Outcome.ok(SecretBytes.ofText(jwt))));
      case InfisicalAuth.Token given ->
          new Credentials(
              Map.of(InfisicalAuth.ACCESS_TOKEN, SecretBytes.ofText(token)), Optional.empty());
    };
  }

  @Override
  public Optional<Set<String>> accounts() {
    return Optional.of(Set.of(FakeInfisical.PROJECT_ID));
  }

  @Override
  public Map<Trait, String> lacks() {
    Map<Trait, String> lacks = new EnumMap<>(Trait.class);
    lacks.put(Trait.WRITE_LIMIT, "what is too large depends on the server");
    lacks.put(Trait.VERSION_ALONE, "a list of a folder has the values too");
    lacks.put(Trait.LEASE, "its credentials on demand are not read");
    lacks.put(Trait.VERSION_STATES, "its versions are not asked for");
    lacks.put(Trait.BYTES, "values are texts");
    lacks.put(Trait.RAW_JSON, "every text is a value");
    lacks.put(Trait.SOFT_DELETE, "a deletion is final");
    lacks.put(Trait.DESTROY, "single versions cannot be destroyed");
    lacks.put(Trait.DISABLE, "versions cannot be switched off");
    lacks.put(Trait.REFUSED_RACE, "a change has no condition");
    lacks.put(Trait.TAGS_BESIDE_VERSIONS, "a change of the metadata counts as a version");
    if (auth instanceof InfisicalAuth.Token) {
      lacks.put(Trait.WIRE_LOGIN, "the token is taken as it is");
      lacks.put(Trait.REVOCATION, "the token is somebody else's");
      lacks.put(Trait.RENEWAL, "the token is somebody else's");
    }
    return lacks;
  }

  @Override
  public Map<String, String> unasked() {
    return Map.of("accounts", "every request names the project itself");
  }

  @Override
  public List<String> credentials() {
    return List.of(FakeInfisical.CLIENT_SECRET, FakeInfisical.JWT, FakeInfisical.ACCESS_TOKEN);
  }

  @Override
  public List<RefusedConfig> refusedConfigs() {
    return List.of(
        refused(
            "a user in the address",
            config(URI.create("https://user@infisical.example"), project, "prod", BASE),
            "hostAPI",
            FailureDetail.ENDPOINT),
        refused(
            "an empty folder in the path",
            config(infisical.uri(), project, "prod", "/shop//api"),
            "secretsScope.secretsPath",
            FailureDetail.NAME_ILLEGAL),
        refused(
            "an environment that is no slug",
            config(infisical.uri(), project, "prod/dev", BASE),
            "secretsScope.environmentSlug",
            FailureDetail.NAME_ILLEGAL),
        refused(
            "a project that is no id",
            config(infisical.uri(), new InfisicalProject.Id("a/b"), "prod", BASE),
            "secretsScope.projectId",
            FailureDetail.NAME_ILLEGAL),
        refused(
            "a project that is no slug",
            config(infisical.uri(), new InfisicalProject.Slug("a b"), "prod", BASE),
            "secretsScope.projectSlug",
            FailureDetail.NAME_ILLEGAL));
  }

  private static RefusedConfig refused(
      String name, InfisicalConfig config, String field, FailureDetail detail) {
    return new RefusedConfig(name, FACTORY.check(config), "provider.infisical." + field, detail);
  }

  static FakePlace place(String key) {
    int slash = key.lastIndexOf('/');
    return new FakePlace("prod", slash < 0 ? BASE : BASE + "/" + key.substring(0, slash));
  }

  static String name(String key) {
    return key.substring(key.lastIndexOf('/') + 1);
  }

  @Override
  public void putObject(String key, String json) {
    infisical.folders.put(place(key), name(key), json);
  }

  @Override
  public void putText(String key, String text) {
    putObject(key, text);
  }

  @Override
  public void remove(String key) {
    infisical.folders.remove(place(key), name(key));
  }

  @Override
  public void tag(String key, Map<String, String> tags) {
    infisical.folders.tag(place(key), name(key), tags);
  }

  @Override
  public void loseContainer() {
    infisical.folders.drop(new FakePlace("prod", BASE));
  }

  @Override
  public void expireSessions() {
    infisical.tokens.expire();
  }

  @Override
  public void deny(String key) {
    infisical.folders.unsee(place(key), name(key));
  }

  @Override
  public void close() {
    http.close();
    infisical.close();
  }
}
