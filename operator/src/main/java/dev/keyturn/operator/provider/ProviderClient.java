package dev.keyturn.operator.provider;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One backend as one identity sees it. Immutable and thread-safe. It does one thing per call and
 * never retries, waits or caches, but for a node that lags behind others and within the call:
 * package {@code source} decides when.
 */
public interface ProviderClient extends AutoCloseable {

  /** What the client can do; no I/O. */
  Capabilities capabilities();

  /** Name of the login method as a metric label: {@code token}, {@code appRole}; {@code none}. */
  String loginMethod();

  Outcome<Session> login(Deadline deadline);

  Outcome<Session> renew(Session session, Deadline deadline);

  /** Ends a session that we own. */
  Outcome<Done> revoke(Session session, Deadline deadline);

  /** Asks the backend how it is, without a session where the backend allows that. */
  Outcome<ProbeReport> probe(Deadline deadline);

  /**
   * What only a logged-in client can tell of the configuration; empty where all is well and where
   * the backend does not say.
   */
  Outcome<List<ConfigProblem>> verify(Call call);

  /**
   * Every account at the backend that a session reaches into, as the backend itself names them: the
   * account of AWS, the project, the tenant, the namespace. Empty where it does not say or has
   * none.
   */
  default Outcome<Set<String>> accounts(Session session, Deadline deadline) {
    return Outcome.ok(Set.of());
  }

  /** Reads one secret; an empty {@code ref.version} means the newest. */
  Outcome<RemoteValue> read(RemoteRef ref, Call call);

  /** The backend's list of names; empty where it has none. */
  default Optional<Lister> lister() {
    return Optional.empty();
  }

  /** Reads of several secrets in one request; empty where each costs a request of its own. */
  default Optional<BatchReader> batches() {
    return Optional.empty();
  }

  /** Versions without values; empty where asking for them costs as much as a read. */
  default Optional<VersionReader> versions() {
    return Optional.empty();
  }

  /** Versions of many secrets in one list, without values; empty where the backend has none. */
  default Optional<VersionLister> versionLists() {
    return Optional.empty();
  }

  /** What the backend tells of changes; empty where it does not, or where it shall not be asked. */
  default Optional<ChangeFeed> changes() {
    return Optional.empty();
  }

  /** Credentials on demand; empty where the backend makes none. */
  default Optional<LeaseIssuer> leases() {
    return Optional.empty();
  }

  /** Certificates; empty where the backend issues none. */
  default Optional<CertificateIssuer> certificates() {
    return Optional.empty();
  }

  /** Short-lived tokens; empty where the backend makes none. */
  default Optional<TokenIssuer> tokens() {
    return Optional.empty();
  }

  /** Rotations by the backend; empty where it makes no values of its own. */
  default Optional<RotateNow> rotateNow() {
    return Optional.empty();
  }

  /** The versions of a secret and changes of them; empty where the backend keeps none. */
  default Optional<VersionHistory> history() {
    return Optional.empty();
  }

  /** How to write; empty where the backend has no conditional writes, or where we have none. */
  default Optional<Writer> writer() {
    return Optional.empty();
  }

  /** Frees what the client holds; sessions are revoked before by their owner. */
  @Override
  void close();

  /** Nothing to say but that it worked. */
  record Done() {}
}
