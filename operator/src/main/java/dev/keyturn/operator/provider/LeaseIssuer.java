package dev.keyturn.operator.provider;

import java.time.Duration;

/**
 * What a client offers whose backend makes credentials on demand. An {@link #issue} whose answer
 * was lost may have made a lease that nobody knows: it ends with its time. Thread-safe.
 */
public interface LeaseIssuer {

  /** Makes a new credential; never repeated by the client. */
  Outcome<CredentialLease> issue(LeaseRequest request, Call call);

  /**
   * Prolongs a lease, from now on.
   *
   * @param increment what is asked for; the backend may grant less
   * @return what was granted, or NotFound/LEASE_UNKNOWN where the lease is over or cannot be
   *     renewed
   */
  Outcome<LeaseTerms> renew(LeaseId lease, Duration increment, Call call);

  /** The time that a lease has left, or NotFound/LEASE_UNKNOWN. */
  Outcome<LeaseTerms> lookup(LeaseId lease, Call call);

  /** Ends a lease and its credential; works also where the lease is over already. */
  Outcome<ProviderClient.Done> revoke(LeaseId lease, Call call);
}
