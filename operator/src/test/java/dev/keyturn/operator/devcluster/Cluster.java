package dev.keyturn.operator.devcluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.SecretStore;
import dev.keyturn.crds.v1alpha1.SecretStoreSpec;
import dev.keyturn.crds.v1alpha1.SecretStoreStatus;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.crds.v1alpha1.SyncError;
import dev.keyturn.crds.v1alpha1.SyncKeys;
import dev.keyturn.crds.v1alpha1.SyncTargetStatus;
import dev.keyturn.crds.v1alpha1.TenantSecretScope;
import dev.keyturn.crds.v1alpha1.TenantSecretScopeStatus;
import dev.keyturn.devcluster.DevCluster;
import dev.keyturn.devcluster.DevClusterOptions;
import dev.keyturn.devcluster.ledger.RecordedRequest;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/** The embedded cluster, and a person who applies manifests and looks at what came of them. */
abstract class Cluster implements AutoCloseable {
  private static final List<String> DEFINITIONS =
      List.of(
          "secretstores",
          "clustersecretstores",
          "secretsyncs",
          "clustersecretsyncs",
          "tenantsecretscopes");
  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("test")
          .withForce(true)
          .build();
  private static final Set<String> WRITES =
      Set.of("create", "apply", "update", "patch", "delete", "deletecollection");

  final DevCluster server;
  final KubernetesClient client;
  final Path folder;

  Cluster() {
    try {
      folder = Files.createTempDirectory("keyturn");
      server = DevCluster.start(DevClusterOptions.defaults().withTls(false));
      server.writeKubeconfig(folder.resolve("kubeconfig"));
      var settings = io.fabric8.kubernetes.client.Config.fromKubeconfig(server.kubeconfig());
      settings.setOnlyHttpWatches(true);
      // What the schema refuses of an apply is a 500, which the client would repeat for 20 s.
      settings.setRequestRetryBackoffLimit(4);
      settings.setUserAgent("test");
      client = new KubernetesClientBuilder().withConfig(settings).build();
      for (String definition : DEFINITIONS) {
        String resource = "/META-INF/keyturn/crds/keyturn.dev_" + definition + ".yaml";
        try (InputStream yaml = Cluster.class.getResourceAsStream(resource)) {
          client.load(yaml).create();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void namespace(String name) {
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
  }

  /** Creates a Secret of a person, or gives it these values. */
  void secret(String namespace, String name, Map<String, String> texts) {
    client
        .secrets()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .withStringData(texts)
                .build())
        .createOr(existing -> existing.update());
  }

  void awaitStore(String namespace, String name, String ready) {
    await()
        .untilAsserted(() -> assertThat(storeCondition(namespace, name, "Ready")).isEqualTo(ready));
  }

  /** Applies a manifest; the arguments are filled in. */
  void apply(String manifest, Object... arguments) {
    String yaml = manifest.formatted(arguments);
    for (HasMetadata object : client.load(new ByteArrayInputStream(yaml.getBytes(UTF_8))).items()) {
      client.resource(object).patch(APPLY);
    }
  }

  /** The definition of a kind takes everything from now on, as if it were of another version. */
  void dropSchema(String plural) {
    client
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName(plural + ".keyturn.dev")
        .edit(definition -> {
          definition
              .getSpec()
              .getVersions()
              .getFirst()
              .getSchema()
              .setOpenAPIV3Schema(
                  new JSONSchemaPropsBuilder()
                      .withType("object")
                      .withXKubernetesPreserveUnknownFields(true)
                      .build());
          return definition;
        });
  }

  ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(50));
  }

  SecretSync syncNamed(String namespace, String name) {
    return Objects.requireNonNull(
        client.resources(SecretSync.class).inNamespace(namespace).withName(name).get());
  }

  SecretStore storeNamed(String namespace, String name) {
    return Objects.requireNonNull(
        client.resources(SecretStore.class).inNamespace(namespace).withName(name).get());
  }

  SecretSyncStatus status(String namespace, String name) {
    SecretSyncStatus status = syncNamed(namespace, name).getStatus();
    return status == null ? SecretSyncStatus.EMPTY : status;
  }

  /** Status and reason of a condition, {@code True/UpToDate}; empty where it is not there. */
  String condition(String namespace, String name, String type) {
    return text(status(namespace, name).conditions(), type);
  }

  String storeCondition(String namespace, String name, String type) {
    return text(storeNamed(namespace, name), type);
  }

  static String text(CustomResource<SecretStoreSpec, SecretStoreStatus> store, String type) {
    SecretStoreStatus status = store.getStatus();
    return text(status == null ? null : status.conditions(), type);
  }

  /** How many syncs the store says it has. */
  @Nullable Integer dependents(String namespace, String name) {
    var status = storeNamed(namespace, name).getStatus();
    return status == null ? null : status.dependents();
  }

  static String text(TenantSecretScope scope, String type) {
    TenantSecretScopeStatus status = scope.getStatus();
    return text(status == null ? null : status.conditions(), type);
  }

  static String text(@Nullable List<Condition> conditions, String type) {
    return Optional.ofNullable(conditions).stream()
        .flatMap(List::stream)
        .filter(condition -> condition.type().equals(type))
        .map(condition -> condition.status() + "/" + condition.reason())
        .findFirst()
        .orElse("");
  }

  void awaitCondition(String namespace, String name, String type, String expected) {
    await().untilAsserted(() -> assertThat(condition(namespace, name, type)).isEqualTo(expected));
  }

  /** Waits until the sync of this generation worked. */
  void awaitSynced(String namespace, String name) {
    await()
        .untilAsserted(() -> {
          SecretSync sync = syncNamed(namespace, name);
          assertThat(status(namespace, name).observedGeneration())
              .isEqualTo(sync.getMetadata().getGeneration());
          assertThat(condition(namespace, name, "Synced")).isEqualTo("True/UpToDate");
        });
  }

  /** The Secret, which is there. */
  Secret secret(String namespace, String name) {
    return Objects.requireNonNull(find(namespace, name));
  }

  boolean hasSecret(String namespace, String name) {
    return find(namespace, name) != null;
  }

  private @Nullable Secret find(String namespace, String name) {
    return client.secrets().inNamespace(namespace).withName(name).get();
  }

  SyncError error(String namespace, String name) {
    return Objects.requireNonNull(status(namespace, name).lastError());
  }

  SyncKeys keys(String namespace, String name) {
    return Objects.requireNonNull(status(namespace, name).keys());
  }

  SyncTargetStatus target(String namespace, String name) {
    return Objects.requireNonNull(status(namespace, name).target());
  }

  /** The decoded data of a Secret; empty where it is not there. */
  Map<String, String> data(String namespace, String name) {
    Secret secret = find(namespace, name);
    Map<String, String> decoded = new TreeMap<>();
    if (secret != null && secret.getData() != null) {
      secret
          .getData()
          .forEach((key, value) ->
              decoded.put(key, new String(Base64.getDecoder().decode(value), UTF_8)));
    }
    return decoded;
  }

  void awaitData(String namespace, String name, Map<String, String> expected) {
    await().untilAsserted(() -> assertThat(data(namespace, name)).isEqualTo(expected));
  }

  List<Event> events(String namespace) {
    return client.events().v1().events().inNamespace(namespace).list().getItems();
  }

  List<String> reasons(String namespace) {
    return events(namespace).stream().map(Event::getReason).sorted().toList();
  }

  void awaitReasons(String namespace, String... reasons) {
    await().untilAsserted(() -> assertThat(reasons(namespace)).containsExactly(reasons));
  }

  /** What the operator asked of one namespace: {@code apply secrets/name}, oldest first. */
  List<String> requests(String namespace) {
    return server
        .requests()
        .matching(request ->
            request.userAgent().startsWith("keyturn/") && request.namespace().equals(namespace))
        .stream()
        .map(Cluster::line)
        .toList();
  }

  List<String> writes(String namespace) {
    return requests(namespace).stream()
        .filter(line -> WRITES.contains(line.substring(0, line.indexOf(' '))))
        .toList();
  }

  private static String line(RecordedRequest request) {
    String path = request.verb() + " " + request.resource();
    String named = request.name().isEmpty() ? path : path + "/" + request.name();
    return request.subresource().isEmpty() ? named : named + "/" + request.subresource();
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
