package dev.keyturn.operator.provider.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyturn.devcluster.DevCluster;
import dev.keyturn.operator.kube.client.KubernetesClients;
import dev.keyturn.operator.kube.credential.ServiceAccountTokens;
import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.testkit.ContractBackend;
import dev.keyturn.operator.provider.testkit.Detour;
import dev.keyturn.operator.provider.testkit.Trait;
import dev.keyturn.operator.source.http.EndpointPolicy;
import dev.keyturn.operator.source.http.JdkBackendHttp;
import dev.keyturn.operator.source.http.TlsTrust;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/** One namespace of an embedded API server, and a ServiceAccount of another one that reads it. */
public final class DevClusterBackend implements ContractBackend {
  static final KubernetesProviderFactory FACTORY =
      new KubernetesProviderFactory(InstantSource.system());

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AtomicInteger NAMESPACES = new AtomicInteger();

  final String namespace = "shop-" + NAMESPACES.incrementAndGet();
  final KubernetesConfig config;
  final KubernetesClient admin;
  private final String identity = namespace + "-identity";
  private final KubernetesClients operator;
  final BackendHttp http;

  public DevClusterBackend(DevCluster cluster) {
    Config settings = Config.fromKubeconfig(cluster.kubeconfig());
    this.admin = new KubernetesClientBuilder().withConfig(settings).build();
    this.operator = new KubernetesClients(settings, "test", System::nanoTime);
    this.config =
        new KubernetesConfig(
            URI.create(cluster.url()), namespace, new KubernetesAuth.Account(Optional.empty()));
    this.http =
        new JdkBackendHttp(
            EndpointPolicy.of(List.of(cluster.url()), Set.of()),
            TlsTrust.system(),
            JdkBackendHttp.CONNECT_TIMEOUT);
    for (String name : List.of(namespace, identity)) {
      admin
          .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
          .create();
    }
    account();
  }

  private void account() {
    admin
        .serviceAccounts()
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withName("reader")
                .withNamespace(identity)
                .endMetadata()
                .build())
        .create();
  }

  @Override
  public ProviderClient open() {
    return FACTORY.open(config, credentials("reader"), http);
  }

  /** The namespace that holds the Secrets. */
  public String namespace() {
    return namespace;
  }

  /** The same, by way of another client. */
  public ProviderClient open(UnaryOperator<BackendHttp> around) {
    return FACTORY.open(config, credentials("reader"), around.apply(http));
  }

  @Override
  public ProviderClient openBehind(Detour detour) {
    return FACTORY.open(config, credentials("reader"), detour.around(http));
  }

  private Credentials credentials(String account) {
    return new Credentials(
        Map.of(), Optional.of(new ServiceAccountTokens(operator.writes()).of(identity, account)));
  }

  /** A client that presents this token. */
  ProviderClient openWithToken(String token) {
    return FACTORY.open(
        new KubernetesConfig(config.server(), namespace, new KubernetesAuth.Token()),
        new Credentials(Map.of(KubernetesAuth.TOKEN, SecretBytes.ofText(token)), Optional.empty()),
        http);
  }

  /** A token of the reader, as somebody could keep it in a Secret. */
  String token() {
    return admin
        .serviceAccounts()
        .inNamespace(identity)
        .withName("reader")
        .tokenRequest()
        .getStatus()
        .getToken();
  }

  @Override
  public ProviderClient openWithWrongCredential() {
    return openWithToken("wrong");
  }

  /** Makes the account anew: tokens of the former one speak for nobody. */
  void replaceAccount() {
    admin.serviceAccounts().inNamespace(identity).withName("reader").delete();
    account();
  }

  @Override
  public Map<Trait, String> lacks() {
    Map<Trait, String> lacks = new EnumMap<>(Trait.class);
    lacks.put(Trait.BATCH, "each secret is a request of its own");
    lacks.put(Trait.LEASE, "it makes no credentials");
    lacks.put(Trait.VERSION_STATES, "there is no version but the current one");
    lacks.put(Trait.TEXT, "a Secret has keys");
    lacks.put(Trait.EMPTY_TEXT, "a Secret has keys");
    lacks.put(Trait.BYTES, "a Secret has keys");
    lacks.put(Trait.RAW_JSON, "the API server spells the object");
    lacks.put(Trait.NESTED, "values are bytes");
    lacks.put(Trait.EXACT_NUMBERS, "values are bytes");
    lacks.put(Trait.OVERSIZE, "a Secret ends at 1 MiB");
    lacks.put(Trait.HISTORY, "there is no version but the current one");
    lacks.put(Trait.TAGS_BESIDE_VERSIONS, "the resourceVersion counts them too");
    lacks.put(Trait.FOLDERS, "names have no slash");
    lacks.put(Trait.SOFT_DELETE, "what is deleted is gone");
    lacks.put(Trait.DESTROY, "there are no versions");
    lacks.put(Trait.DISABLE, "there are no versions");
    lacks.put(Trait.REVOCATION, "tokens end by themselves");
    lacks.put(Trait.RENEWAL, "tokens are requested anew");
    lacks.put(Trait.RIGHTS, "the embedded API server enforces no roles");
    return lacks;
  }

  /** 1 MiB of values, which what names them is not counted with. */
  @Override
  public int writeLimit() {
    return 1024 * 1024 + "{\"v\":\"\"}".length();
  }

  @Override
  public Map<String, String> unasked() {
    return Map.of(
        "logout", "tokens end by themselves",
        "accounts", "a cluster has none",
        "pinned read", "a Secret has its current version alone");
  }

  /** A cluster that tells strangers no version is there all the same. */
  @Override
  public Set<String> answeredBy(int status) {
    return status == 401 ? Set.of("probe") : Set.of();
  }

  @Override
  public List<RefusedConfig> refusedConfigs() {
    return List.of(
        refused(
            "an address with a user",
            new KubernetesConfig(URI.create("https://a@b.example"), "shop", config.auth()),
            "provider.kubernetes.server.url",
            FailureDetail.ENDPOINT),
        refused(
            "a namespace that is none",
            new KubernetesConfig(URI.create("https://b.example"), "shop/../x", config.auth()),
            "provider.kubernetes.remoteNamespace",
            FailureDetail.FIELD));
  }

  private static RefusedConfig refused(
      String name, KubernetesConfig config, String field, FailureDetail detail) {
    return new RefusedConfig(name, FACTORY.check(config), field, detail);
  }

  /** The alphabet of names is small: what it lacks is spelled in hexadecimal. */
  @Override
  public String key(String name) {
    StringBuilder key = new StringBuilder();
    for (byte octet : name.getBytes(UTF_8)) {
      boolean legal = octet > 0 && String.valueOf((char) octet).matches("[a-z0-9]");
      key.append(legal ? String.valueOf((char) octet) : "-%02x".formatted(octet));
    }
    return "n" + key;
  }

  /** Puts an object of texts. */
  @Override
  public void putObject(String key, String json) {
    Map<String, String> data = new TreeMap<>();
    try {
      JSON.readValue(json, new TypeReference<Map<String, String>>() {})
          .forEach((name, text) ->
              data.put(name, Base64.getEncoder().encodeToString(text.getBytes(UTF_8))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    put(key, "Opaque", data);
  }

  /** Puts keys with values in Base64. */
  void put(String key, String type, Map<String, String> data) {
    admin
        .secrets()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(key)
                .withNamespace(namespace)
                .endMetadata()
                .withType(type)
                .withData(data)
                .build())
        .createOr(NonDeletingOperation::update);
  }

  /** Puts a lasting token of an account, as clusters had them by themselves once. */
  void putAccountToken(String key) {
    admin
        .serviceAccounts()
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withName("app")
                .withNamespace(namespace)
                .endMetadata()
                .build())
        .create();
    admin
        .secrets()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(key)
                .withNamespace(namespace)
                .addToAnnotations("kubernetes.io/service-account.name", "app")
                .endMetadata()
                .withType("kubernetes.io/service-account-token")
                .addToData("token", "c2VjcmV0")
                .build())
        .create();
  }

  @Override
  public void tag(String key, Map<String, String> tags) {
    admin
        .secrets()
        .inNamespace(namespace)
        .withName(key)
        .edit(secret ->
            new SecretBuilder(secret).editMetadata().addToLabels(tags).endMetadata().build());
  }

  @Override
  public void remove(String key) {
    admin.secrets().inNamespace(namespace).withName(key).delete();
  }

  @Override
  public void loseContainer() {
    admin.namespaces().withName(namespace).delete();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() ->
            admin.secrets().inNamespace(namespace).list().getItems().isEmpty()
                && admin.namespaces().withName(namespace).get() == null);
  }

  @Override
  public void close() {
    http.close();
    operator.close();
    admin.close();
  }
}
