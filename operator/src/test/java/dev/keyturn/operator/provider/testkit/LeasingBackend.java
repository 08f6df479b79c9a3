package dev.keyturn.operator.provider.testkit;

import dev.keyturn.operator.provider.LeaseRequest;
import java.time.Duration;

/** What a test does, behind the provider's back, to a backend that makes credentials on demand. */
public interface LeasingBackend {

  /** Asks for a credential that the identity of the contract may have. */
  LeaseRequest request();

  /** Asks where nothing is made. */
  LeaseRequest refused();

  /** How long a credential lives that nobody renews. */
  Duration usual();

  /** How long a credential may live, however often it is renewed. */
  Duration longest();

  /** How many credentials are good now. */
  int alive();

  /** Ends every lease, and nobody is told. */
  void endAll();

  /** True where a credential ends with the session that asked for it. */
  boolean endsWithItsSession();
}
