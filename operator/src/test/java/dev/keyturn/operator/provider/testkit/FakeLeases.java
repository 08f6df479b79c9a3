package dev.keyturn.operator.provider.testkit;

import dev.keyturn.operator.provider.CredentialLease;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.LeaseId;
import dev.keyturn.operator.provider.LeaseTerms;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient.Done;
import dev.keyturn.operator.provider.SecretBytes;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/** Leases of the fake backend; they end when they are revoked, or when a test says so. */
public final class FakeLeases {
  private final Set<String> alive = new LinkedHashSet<>();
  private Duration grant = Duration.ofHours(1);
  private int made;

  /** What is granted from now on. Default: one hour. */
  public synchronized void grant(Duration next) {
    grant = next;
  }

  /** Ends every lease behind the back of its holder. */
  public synchronized void endAll() {
    alive.clear();
  }

  /** Number of leases that have not ended. */
  public synchronized int alive() {
    return alive.size();
  }

  synchronized Outcome<CredentialLease> issue() {
    made++;
    String id = "database/creds/app/" + made;
    alive.add(id);
    SecretBytes payload =
        SecretBytes.ofText("{\"username\":\"user-%d\",\"password\":\"p%d\"}".formatted(made, made));
    return Outcome.ok(new CredentialLease(new LeaseId(id), payload, new LeaseTerms(grant, true)));
  }

  synchronized Outcome<LeaseTerms> terms(LeaseId id) {
    return alive.contains(id.text())
        ? Outcome.ok(new LeaseTerms(grant, true))
        : Outcome.failed(FailureClass.NotFound, FailureDetail.LEASE_UNKNOWN);
  }

  synchronized Outcome<Done> revoke(LeaseId id) {
    alive.remove(id.text());
    return Outcome.ok(new Done());
  }
}
