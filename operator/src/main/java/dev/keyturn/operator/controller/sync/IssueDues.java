package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.operator.engine.plan.Observed;
import dev.keyturn.operator.engine.plan.SyncSettings;
import java.time.Instant;
import java.util.Optional;

/** When a certificate or a token that was issued has to be replaced. Pure. */
final class IssueDues {

  private IssueDues() {}

  static Optional<Instant> ofToken(SecretSync sync, SyncSettings settings, IssuedMemory issued) {
    return settings
        .issues()
        .token()
        .flatMap(source -> issued.token())
        .map(life -> life.dueAt(sync.getMetadata().getUid()));
  }

  static Optional<Instant> ofCertificate(
      SecretSync sync, Observed observed, SyncSettings settings, IssuedMemory issued) {
    if (settings.issues().certificate().isEmpty() || issued.notAfter().isEmpty()) {
      return Optional.empty();
    }
    Instant written =
        observed
            .status()
            .map(status -> status.lastChangeTime())
            .map(Instant::parse)
            .orElse(Instant.EPOCH);
    return Optional.of(
        settings
            .issues()
            .certificate()
            .get()
            .renewBefore()
            .dueAt(written, issued.notAfter().get(), sync.getMetadata().getUid()));
  }
}
