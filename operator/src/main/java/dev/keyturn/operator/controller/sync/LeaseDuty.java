package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.DynamicSource;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.crds.v1alpha1.SyncDataFrom;
import dev.keyturn.crds.v1alpha1.SyncTargetStatus;
import dev.keyturn.operator.controller.store.Opening;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.engine.plan.SyncId;
import dev.keyturn.operator.kube.NamespaceIndex;
import dev.keyturn.operator.kube.target.SecretIndex;
import dev.keyturn.operator.kube.target.TargetView;
import dev.keyturn.operator.provider.LeaseId;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.source.Connection;
import dev.keyturn.operator.source.LeaseDesk;
import dev.keyturn.operator.source.guard.Lease;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Ends the lease of a sync together with the sync, where the spec says {@code revokeOnDelete}. */
final class LeaseDuty implements CleanupDuty {
  private final IssuingStore stores;
  private final IssuedRecord records;
  private final SecretIndex secrets;
  private final NamespaceIndex namespaces;
  private final SyncMemories memories;

  LeaseDuty(
      IssuingStore stores,
      IssuedRecord records,
      SecretIndex secrets,
      NamespaceIndex namespaces,
      SyncMemories memories) {
    this.stores = stores;
    this.records = records;
    this.secrets = secrets;
    this.namespaces = namespaces;
    this.memories = memories;
  }

  @Override
  public boolean owes(SecretSync sync, SecretSyncStatus status) {
    @Nullable List<SyncDataFrom> dataFrom = sync.getSpec().dataFrom();
    return dataFrom != null
        && dataFrom.stream()
            .map(SyncDataFrom::dynamic)
            .anyMatch(dynamic -> dynamic != null && revokes(dynamic));
  }

  private static boolean revokes(DynamicSource dynamic) {
    return Boolean.TRUE.equals(dynamic.revokeOnDelete());
  }

  @Override
  public Settlement settle(SecretSync sync, SecretSyncStatus status, CleanupLeave leave) {
    Set<LeaseId> leases = leases(sync, status);
    if (leases.isEmpty()) {
      return Settlement.DONE;
    }
    return switch (stores.open(sync, namespaces.find(sync.getMetadata().getNamespace()))) {
      case Opening.Open(Connection connection) ->
          leave
                  .at(connection.guard(), leases.size())
                  .filter(lease -> revoke(leases, connection, lease))
                  .isPresent()
              ? Settlement.DONE
              : Settlement.LEFT;
      case Opening.Refused(Problem why) -> Settlement.of(why);
      case Opening.TenantNeeded needed -> Settlement.LEFT;
    };
  }

  private static boolean revoke(Set<LeaseId> leases, Connection connection, Lease lease) {
    return leases.stream()
        .map(id -> connection.leases().revoke(id, lease))
        .allMatch(outcome -> outcome instanceof Outcome.Ok<ProviderClient.Done>);
  }

  /** What this process knows of, and what the target names; all of it may be ended again. */
  private Set<LeaseId> leases(SecretSync sync, SecretSyncStatus status) {
    SyncId id = SyncObserver.id(sync);
    Set<LeaseId> leases = new LinkedHashSet<>();
    memories
        .find(id)
        .map(SyncMemory::issued)
        .ifPresent(issued -> {
          issued.lease().map(LeaseDesk.Held::id).ifPresent(leases::add);
          issued.retired().forEach(over -> leases.add(over.id()));
        });
    Optional.ofNullable(status.target())
        .map(SyncTargetStatus::name)
        .flatMap(name -> secrets.find(id.namespace(), name))
        .flatMap(TargetView::leaseId)
        .map(LeaseId::new)
        .filter(lease -> records.isOurs(id, lease, status.lease()))
        .ifPresent(leases::add);
    return leases;
  }
}
