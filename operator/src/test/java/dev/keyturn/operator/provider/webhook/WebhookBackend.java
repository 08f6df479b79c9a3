package dev.keyturn.operator.provider.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.aws.FewAtOnce;
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

/** The provider's contract on a fake service; its templates are the simplest. */
final class WebhookBackend implements ContractBackend {
  static final WebhookProviderFactory FACTORY = new WebhookProviderFactory(InstantSource.system());

  final FakeWebhook service = new FakeWebhook();
  private final BackendHttp http =
      new FewAtOnce(
          new JdkBackendHttp(
              EndpointPolicy.of(List.of(service.uri().toString()), Set.of()),
              trust(service.pem()),
              JdkBackendHttp.CONNECT_TIMEOUT));

  private static TlsTrust trust(String pem) {
    return switch (TlsTrust.ofBundle(pem.getBytes(UTF_8))) {
      case Outcome.Ok<TlsTrust>(TlsTrust trust) -> trust;
      case Outcome.Failed<TlsTrust>(var failure) -> throw new AssertionError(failure);
    };
  }

  WebhookConfig config() {
    return config(base(), "GET", Map.of("X-Api-Key", values -> value(values, "api", "token")));
  }

  URI base() {
    return URI.create(service.uri() + "/v1/");
  }

  WebhookConfig config(URI base, String method, Map<String, WebhookText> headers) {
    return new WebhookConfig(
        base,
        values ->
            value(values, "remoteRef", "key").map(key -> SecretBytes.ofText(base + text(key))),
        method,
        headers,
        Optional.empty(),
        Optional.empty(),
        List.of(new WebhookConfig.Named("api", "token")));
  }

  static Optional<SecretBytes> value(
      Map<String, Map<String, SecretBytes>> values, String group, String name) {
    return Optional.ofNullable(values.get(group))
        .flatMap(members -> Optional.ofNullable(members.get(name)))
        .map(SecretBytes::copy);
  }

  private static String text(SecretBytes bytes) {
    return bytes.withText(all -> all);
  }

  ProviderClient open(WebhookConfig config) {
    return open(config, http);
  }

  private ProviderClient open(WebhookConfig config, BackendHttp own) {
    return FACTORY.open(
        config,
        new Credentials(
            Map.of("api.token", SecretBytes.ofText(FakeWebhook.KEY + "\n")), Optional.empty()),
        own);
  }

  @Override
  public ProviderClient open() {
    return open(config());
  }

  @Override
  public ProviderClient openBehind(Detour detour) {
    return open(config(), detour.around(http));
  }

  @Override
  public Map<Trait, String> lacks() {
    Map<Trait, String> lacks = new EnumMap<>(Trait.class);
    lacks.put(Trait.BATCH, "each secret is a request of its own");
    lacks.put(Trait.VERSION_ALONE, "a version costs as much as its value");
    lacks.put(Trait.LEASE, "it makes no credentials");
    lacks.put(Trait.VERSION_STATES, "a service gives its newest value alone");
    lacks.put(Trait.ALPHABET, "only the service knows its names");
    lacks.put(Trait.EMPTY_TEXT, "an empty answer is none");
    lacks.put(Trait.HISTORY, "an ETag does not grow");
    lacks.put(Trait.TAGS, "an answer has a value alone");
    lacks.put(Trait.TAGS_BESIDE_VERSIONS, "an answer has a value alone");
    lacks.put(Trait.LIST, "a service is asked for one key");
    lacks.put(Trait.FOLDERS, "a service is asked for one key");
    lacks.put(Trait.ABSENCE, "a proxy says the same");
    lacks.put(Trait.SOFT_DELETE, "nothing tells");
    lacks.put(Trait.DESTROY, "nothing tells");
    lacks.put(Trait.DISABLE, "nothing tells");
    lacks.put(Trait.CONTAINER, "nothing tells");
    lacks.put(Trait.LOGIN, "each request carries its key");
    lacks.put(Trait.WIRE_LOGIN, "each request carries its key");
    lacks.put(Trait.REVOCATION, "each request carries its key");
    lacks.put(Trait.RENEWAL, "each request carries its key");
    lacks.put(Trait.WRITE, "webhooks are read only");
    return lacks;
  }

  @Override
  public Map<String, String> unasked() {
    return Map.of(
        "login", "each request carries its key",
        "renewal", "each request carries its key",
        "logout", "each request carries its key",
        "accounts", "a service of its own has none",
        "verification", "nothing but a read shows what a configuration leads to");
  }

  /** Whatever a service answers to a request for its address shows that it is there. */
  @Override
  public Set<String> answeredBy(int status) {
    return Set.of("probe");
  }

  @Override
  public List<String> credentials() {
    return List.of(FakeWebhook.KEY);
  }

  @Override
  public List<RefusedConfig> refusedConfigs() {
    return List.of(
        refused(
            "plain http",
            config(URI.create("http://a.example/"), "GET", Map.of()),
            "provider.webhook.url",
            FailureDetail.ENDPOINT),
        refused(
            "an address with a user",
            config(URI.create("https://a@b.example/"), "GET", Map.of()),
            "provider.webhook.url",
            FailureDetail.ENDPOINT),
        refused(
            "another method",
            config(base(), "DELETE", Map.of()),
            "provider.webhook.method",
            FailureDetail.FIELD),
        refused(
            "a login of its own",
            config(base(), "GET", Map.of("AUTHORIZATION", values -> Optional.empty())),
            "provider.webhook.headers",
            FailureDetail.FIELD),
        refused(
            "a header that is none",
            config(base(), "GET", Map.of("X: y\r\nZ", values -> Optional.empty())),
            "provider.webhook.headers",
            FailureDetail.FIELD));
  }

  private static RefusedConfig refused(
      String name, WebhookConfig config, String field, FailureDetail detail) {
    return new RefusedConfig(name, FACTORY.check(config), field, detail);
  }

  @Override
  public void putObject(String key, String json) {
    service.put(key, json);
  }

  @Override
  public void putRaw(String key, String text) {
    service.put(key, text);
  }

  @Override
  public void putText(String key, String text) {
    service.put(key, "text/plain", text.getBytes(UTF_8));
  }

  @Override
  public void putBytes(String key, byte[] bytes) {
    service.put(key, "application/octet-stream", bytes);
  }

  @Override
  public void remove(String key) {
    service.remove(key);
  }

  @Override
  public void deny(String key) {
    service.deny(key);
  }

  @Override
  public void close() {
    http.close();
    service.close();
  }
}
