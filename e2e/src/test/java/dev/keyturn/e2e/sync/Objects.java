package dev.keyturn.e2e.sync;

import dev.keyturn.crds.v1alpha1.Api;
import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.SecretStore;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A person at the cluster: applies manifests and looks at what came of them. */
record Objects(KubernetesClient client, String namespace) {
  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("person")
          .withForce(true)
          .build();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Applies one document. */
  void apply(String yaml) {
    GenericKubernetesResource object =
        Serialization.unmarshal(yaml, GenericKubernetesResource.class);
    if (!object.getKind().startsWith("Cluster") && !object.getKind().equals("TenantSecretScope")) {
      object.getMetadata().setNamespace(namespace);
    }
    client.resource(object).patch(APPLY);
  }

  /** Asks for an attempt now, whatever is written to the object meanwhile. */
  void request(String sync) {
    client
        .resources(SecretSync.class)
        .inNamespace(namespace)
        .withName(sync)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"%s\":\"%s\"}}}"
                .formatted(Api.ANNOTATION_SYNC_REQUESTED, UUID.randomUUID()));
  }

  /** Makes a Secret with one key. */
  void secret(String name, String key, String value) {
    client
        .resource(
            new io.fabric8.kubernetes.api.model.SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .addToStringData(key, value)
                .build())
        .serverSideApply();
  }

  /** The values of a Secret as text; empty where there is none. */
  Map<String, String> data(String name) {
    Secret secret = client.secrets().inNamespace(namespace).withName(name).get();
    Map<String, String> data = new TreeMap<>();
    if (secret != null && secret.getData() != null) {
      secret
          .getData()
          .forEach((key, value) ->
              data.put(key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
    }
    return data;
  }

  void awaitData(String name, Map<String, String> expected) {
    Awaitility.await(name)
        .atMost(PATIENCE)
        .untilAsserted(() ->
            org.assertj.core.api.Assertions.assertThat(data(name))
                .isEqualTo(new TreeMap<>(expected)));
  }

  SecretSyncStatus status(String sync) {
    SecretSync found =
        client.resources(SecretSync.class).inNamespace(namespace).withName(sync).get();
    return Optional.ofNullable(found.getStatus()).orElseGet(() -> SecretSyncStatus.EMPTY);
  }

  /** {@code True/UpToDate}; empty where there is no such condition. */
  String condition(String sync, String type) {
    return text(status(sync).conditions(), type);
  }

  /** The words of a condition; empty where there is none. */
  String message(String sync, String type) {
    return Optional.ofNullable(status(sync).conditions()).orElseGet(List::of).stream()
        .filter(condition -> condition.type().equals(type))
        .map(Condition::message)
        .findFirst()
        .orElse("");
  }

  /** Waits until the operator has done what {@link #request} asked for last. */
  void awaitHandled(String name) {
    Awaitility.await(name + " handled").atMost(PATIENCE).until(() -> isHandled(name));
  }

  boolean isHandled(String name) {
    SecretSync sync =
        client.resources(SecretSync.class).inNamespace(namespace).withName(name).require();
    String asked = sync.getMetadata().getAnnotations().get(Api.ANNOTATION_SYNC_REQUESTED);
    return asked != null
        && Optional.ofNullable(sync.getStatus())
            .map(SecretSyncStatus::lastHandledRequest)
            .filter(asked::equals)
            .isPresent();
  }

  String storeCondition(String store, String type) {
    SecretStore found =
        client.resources(SecretStore.class).inNamespace(namespace).withName(store).get();
    return found.getStatus() == null ? "" : text(found.getStatus().conditions(), type);
  }

  void awaitCondition(String sync, String type, String expected) {
    Awaitility.await(sync + " " + type)
        .atMost(PATIENCE)
        .untilAsserted(() ->
            org.assertj.core.api.Assertions.assertThat(condition(sync, type)).isEqualTo(expected));
  }

  void awaitStore(String store, String expected) {
    Awaitility.await(store)
        .atMost(PATIENCE)
        .untilAsserted(() ->
            org.assertj.core.api.Assertions.assertThat(storeCondition(store, Condition.READY))
                .isEqualTo(expected));
  }

  private static String text(@Nullable List<Condition> conditions, String type) {
    return Optional.ofNullable(conditions).stream()
        .flatMap(List::stream)
        .filter(condition -> condition.type().equals(type))
        .map(condition -> condition.status() + "/" + condition.reason())
        .findFirst()
        .orElse("");
  }
}
