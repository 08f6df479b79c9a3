package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.crds.v1alpha1.SyncTargetStatus;
import dev.keyturn.operator.engine.lease.Validity;
import dev.keyturn.operator.engine.plan.SyncId;
import dev.keyturn.operator.kube.target.SecretIndex;
import dev.keyturn.operator.kube.target.TargetView;
import java.util.Optional;

/** Tells how long the certificate in a sync's target is valid. Thread-safe. */
public final class SyncCertificates {
  private final SecretIndex secrets;

  public SyncCertificates(SecretIndex secrets) {
    this.secrets = secrets;
  }

  /**
   * As the target of type {@code kubernetes.io/tls} shows it, wherever it came from; else as the
   * status tells of an issued one, which a template may have put anywhere.
   */
  public Optional<Validity> of(SyncId id, SecretSyncStatus status) {
    return Optional.ofNullable(status.target())
        .map(SyncTargetStatus::name)
        .flatMap(name -> secrets.find(id.namespace(), name))
        .flatMap(TargetView::certificate)
        .or(() -> IssuedRecord.validity(status));
  }
}
