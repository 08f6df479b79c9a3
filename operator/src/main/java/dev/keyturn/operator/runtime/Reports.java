package dev.keyturn.operator.runtime;

import dev.keyturn.crds.v1alpha1.ClusterSecretSync;
import dev.keyturn.crds.v1alpha1.ClusterSecretSyncStatus;
import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.SecretStoreSpec;
import dev.keyturn.crds.v1alpha1.SecretStoreStatus;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.crds.v1alpha1.TenantSecretScope;
import dev.keyturn.crds.v1alpha1.TenantSecretScopeStatus;
import dev.keyturn.operator.controller.Conditions;
import dev.keyturn.operator.controller.sync.SyncCertificates;
import dev.keyturn.operator.controller.sync.SyncMemories;
import dev.keyturn.operator.engine.plan.SyncId;
import dev.keyturn.operator.kube.status.StatusWriter;
import dev.keyturn.operator.kube.target.SecretIndex;
import dev.keyturn.operator.observe.ObjectReport;
import dev.keyturn.operator.source.guard.CallCount;
import dev.keyturn.operator.source.guard.StoreGuards;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells the metrics how each object is, from the caches, when they are scraped. */
final class Reports {
  private final Caches caches;
  private final StatusWriter statuses;
  private final SyncMemories memories;
  private final SyncCertificates certificates;
  private final StoreGuards guards;
  private final Instant startedAt;

  Reports(
      Caches caches,
      StatusWriter statuses,
      SyncMemories memories,
      SecretIndex secrets,
      StoreGuards guards,
      InstantSource clock) {
    this.caches = caches;
    this.statuses = statuses;
    this.memories = memories;
    this.certificates = new SyncCertificates(secrets);
    this.guards = guards;
    this.startedAt = clock.instant();
  }

  List<ObjectReport> all() {
    return Stream.of(
            caches.stores().all().map(this::store),
            caches.clusterStores().all().map(this::store),
            caches.syncs().all().map(this::sync),
            caches.clusterSyncs().all().map(this::clusterSync),
            caches.scopes().all().map(this::scope))
        .flatMap(reports -> reports)
        .toList();
  }

  private ObjectReport store(CustomResource<SecretStoreSpec, SecretStoreStatus> store) {
    Optional<SecretStoreStatus> status = statuses.read(store);
    @Nullable List<Condition> conditions = status.map(SecretStoreStatus::conditions).orElse(null);
    boolean up =
        Conditions.has(conditions, Condition.REACHABLE, "True")
            && Conditions.has(conditions, Condition.AUTHENTICATED, "True");
    CallCount calls = guards.callsOfTheLastHour(store.getMetadata().getUid());
    ObjectReport.Store part =
        new ObjectReport.Store(
            status.map(SecretStoreStatus::provider).orElse("none"),
            up,
            reason(conditions).equals("Sealed"),
            calls.all(),
            CallPrice.ofMonth(store.getSpec().provider(), calls.forSecrets()));
    return report(store, conditions, false, Optional.empty(), Optional.of(part));
  }

  private ObjectReport scope(TenantSecretScope scope) {
    @Nullable List<Condition> conditions =
        statuses.read(scope).map(TenantSecretScopeStatus::conditions).orElse(null);
    return report(scope, conditions, false, Optional.empty(), Optional.empty());
  }

  private ObjectReport clusterSync(ClusterSecretSync sync) {
    @Nullable List<Condition> conditions =
        statuses.read(sync).map(ClusterSecretSyncStatus::conditions).orElse(null);
    return report(sync, conditions, false, Optional.empty(), Optional.empty());
  }

  private ObjectReport sync(SecretSync sync) {
    SyncId id = new SyncId(sync.getMetadata().getNamespace(), sync.getMetadata().getName());
    Optional<SecretSyncStatus> status = statuses.read(sync);
    @Nullable List<Condition> conditions = status.map(SecretSyncStatus::conditions).orElse(null);
    boolean suspended = Boolean.TRUE.equals(sync.getSpec().suspend());
    Instant lastSuccess = lastSuccess(sync, id, status);
    Optional<Long> limit =
        suspended
            ? Optional.empty()
            : memories.freshFor(id, sync, lastSuccess).map(Duration::toSeconds);
    Optional<String> failing =
        Conditions.find(conditions, Condition.SYNCED)
            .filter(synced -> synced.status().equals("False"))
            .map(Condition::reason);
    ObjectReport.Sync part =
        new ObjectReport.Sync(
            failing,
            lastSuccess,
            memories.lastAttempt(id),
            limit,
            suspended ? Optional.empty() : lease(id, status),
            suspended ? Optional.empty() : certificate(id, status));
    return report(sync, conditions, suspended, Optional.of(part), Optional.empty());
  }

  private Optional<ObjectReport.Lease> lease(SyncId id, Optional<SecretSyncStatus> status) {
    return memories
        .lease(id, status)
        .map(lease -> new ObjectReport.Lease(lease.expires(), lease.asked()));
  }

  private Optional<ObjectReport.Certificate> certificate(
      SyncId id, Optional<SecretSyncStatus> status) {
    return status
        .flatMap(known -> certificates.of(id, known))
        .map(found -> new ObjectReport.Certificate(found.until(), found.lifetime()));
  }

  /** Before the first good attempt of this process: what the status lets one conclude. */
  private Instant lastSuccess(SecretSync sync, SyncId id, Optional<SecretSyncStatus> status) {
    Optional<Instant> known = memories.lastSuccess(id);
    if (known.isPresent()) {
      return known.get();
    }
    if (status.map(SecretSyncStatus::target).isEmpty()) {
      return Instant.parse(sync.getMetadata().getCreationTimestamp());
    }
    return status
        .map(SecretSyncStatus::lastError)
        .map(error -> Instant.parse(error.since()))
        .orElse(startedAt);
  }

  private static ObjectReport report(
      HasMetadata object,
      @Nullable List<Condition> conditions,
      boolean suspended,
      Optional<ObjectReport.Sync> sync,
      Optional<ObjectReport.Store> store) {
    return new ObjectReport(
        object.getKind(),
        Objects.requireNonNullElse(object.getMetadata().getNamespace(), ""),
        object.getMetadata().getName(),
        Conditions.has(conditions, Condition.READY, "True"),
        Conditions.has(conditions, Condition.STALLED, "True"),
        suspended,
        reason(conditions),
        sync,
        store);
  }

  private static String reason(@Nullable List<Condition> conditions) {
    return Conditions.find(conditions, Condition.READY).map(Condition::reason).orElse("Pending");
  }
}
