package dev.keyturn.operator.controller.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.crds.v1alpha1.SyncCertificate;
import dev.keyturn.operator.engine.lease.Validity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IssuedRecordTest {
  private static final String ISSUED = "2026-01-01T00:00:00Z";
  private static final String ENDS = "2026-04-01T00:00:00Z";

  private static SecretSyncStatus status(@Nullable String changed, @Nullable String notAfter) {
    return SecretSyncStatus.EMPTY
        .draft()
        .lastChangeTime(changed)
        .certificate(new SyncCertificate(notAfter))
        .build();
  }

  @Test
  void anIssuedCertificateLivesFromTheChangeOfItsTargetToItsOwnEnd() {
    assertThat(IssuedRecord.validity(status(ISSUED, ENDS)))
        .contains(new Validity(Instant.parse(ISSUED), Instant.parse(ENDS)));
  }

  @Test
  void aStatusThatDoesNotTellBothTellsNothing() {
    assertThat(IssuedRecord.validity(SecretSyncStatus.EMPTY)).isEmpty();
    assertThat(IssuedRecord.validity(status(null, ENDS))).isEmpty();
    assertThat(IssuedRecord.validity(status(ISSUED, null))).isEmpty();
    assertThat(IssuedRecord.validity(status(ISSUED, "soon"))).isEmpty();
    assertThat(IssuedRecord.validity(status(ENDS, ISSUED))).isEmpty();
  }
}
