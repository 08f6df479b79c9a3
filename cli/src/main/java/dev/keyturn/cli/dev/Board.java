package dev.keyturn.cli.dev;

import dev.keyturn.crds.v1alpha1.ClusterSecretStore;
import dev.keyturn.crds.v1alpha1.ClusterSecretSync;
import dev.keyturn.crds.v1alpha1.ClusterSecretSyncStatus;
import dev.keyturn.crds.v1alpha1.ClusterSecretSyncStatus.Counts;
import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.SecretStore;
import dev.keyturn.crds.v1alpha1.SecretStoreSpec;
import dev.keyturn.crds.v1alpha1.SecretStoreStatus;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.crds.v1alpha1.SyncKeys;
import dev.keyturn.crds.v1alpha1.TenantSecretScope;
import dev.keyturn.crds.v1alpha1.TenantSecretScopeStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads how everything is; of a Secret it shows the names of its keys. */
final class Board {
  private final KubernetesClient client;
  private final InstantSource clock;

  Board(KubernetesClient client, InstantSource clock) {
    this.client = client;
    this.clock = clock;
  }

  List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    client.resources(TenantSecretScope.class).list().getItems().forEach(it -> rows.add(scope(it)));
    client.resources(ClusterSecretStore.class).list().getItems().forEach(it -> rows.add(store(it)));
    client
        .resources(SecretStore.class)
        .inAnyNamespace()
        .list()
        .getItems()
        .forEach(it -> rows.add(store(it)));
    client
        .resources(ClusterSecretSync.class)
        .list()
        .getItems()
        .forEach(it -> rows.add(clusterSync(it)));
    client
        .resources(SecretSync.class)
        .inAnyNamespace()
        .list()
        .getItems()
        .forEach(it -> rows.add(sync(it)));
    return rows;
  }

  private static Row scope(TenantSecretScope scope) {
    TenantSecretScopeStatus status = scope.getStatus();
    return row(
        scope,
        status == null ? null : status.conditions(),
        status == null ? null : status.observedGeneration(),
        "",
        status == null ? "" : status.namespaceCount() + " namespaces");
  }

  private static Row store(CustomResource<SecretStoreSpec, SecretStoreStatus> store) {
    SecretStoreStatus status = store.getStatus();
    return row(
        store,
        status == null ? null : status.conditions(),
        status == null ? null : status.observedGeneration(),
        "",
        status == null ? "" : status.provider() + ", " + status.capabilities());
  }

  private static Row clusterSync(ClusterSecretSync sync) {
    ClusterSecretSyncStatus status = sync.getStatus();
    Counts counts = status == null ? null : status.counts();
    return row(
        sync,
        status == null ? null : status.conditions(),
        status == null ? null : status.observedGeneration(),
        "",
        counts == null ? "" : counts.provisioned() + " of " + counts.matched() + " namespaces");
  }

  private Row sync(SecretSync sync) {
    SecretSyncStatus status = sync.getStatus();
    return row(
        sync,
        status == null ? null : status.conditions(),
        status == null ? null : status.observedGeneration(),
        Optional.ofNullable(status).map(SecretSyncStatus::keys).map(SyncKeys::display).orElse(""),
        detail(sync, status));
  }

  private String detail(SecretSync sync, @Nullable SecretSyncStatus status) {
    if (status == null || status.target() == null || status.target().name() == null) {
      return "";
    }
    String name = status.target().name();
    Secret secret =
        client.secrets().inNamespace(sync.getMetadata().getNamespace()).withName(name).get();
    if (secret == null) {
      return "Secret " + name + " is not there";
    }
    String keys =
        secret.getData() == null ? "" : String.join(", ", new TreeSet<>(secret.getData().keySet()));
    return "Secret "
        + name
        + " changed "
        + ago(status.lastChangeTime())
        + " ago (keys: "
        + keys
        + ")";
  }

  private String ago(@Nullable String time) {
    if (time == null) {
      return "?";
    }
    Duration age = Duration.between(Instant.parse(time), clock.instant());
    long seconds = Math.max(0, age.toSeconds());
    return seconds < 120 ? seconds + "s" : seconds / 60 + "m";
  }

  private static Row row(
      HasMetadata object,
      @Nullable List<Condition> conditions,
      @Nullable Long observed,
      String keys,
      String detail) {
    Optional<Condition> ready =
        Optional.ofNullable(conditions).stream()
            .flatMap(List::stream)
            .filter(condition -> condition.type().equals(Condition.READY))
            .findFirst();
    return new Row(
        object.getKind(),
        Objects.requireNonNullElse(object.getMetadata().getNamespace(), ""),
        object.getMetadata().getName(),
        ready.map(Condition::status).orElse("Unknown"),
        ready.map(Condition::reason).orElse("Pending"),
        keys,
        detail,
        Objects.equals(observed, object.getMetadata().getGeneration()),
        ready.map(Condition::message).orElse("The operator has not looked at it yet."));
  }
}
