package dev.keyturn.operator.source;

import dev.keyturn.operator.engine.tenancy.Decision;
import dev.keyturn.operator.engine.tenancy.FolderDecision;
import dev.keyturn.operator.provider.Capabilities;
import dev.keyturn.operator.provider.CertificateIssuer;
import dev.keyturn.operator.provider.CertificateRequest;
import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.IssuedCertificate;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProbeReport;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.source.guard.Lease;
import dev.keyturn.operator.source.guard.StoreGuard;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * One identity at one backend: its client, its login and the reads that its users share.
 * Thread-safe.
 */
public final class Connection {
  private final ProviderClient client;
  private final ConnectionSettings settings;
  private final Ticks ticks;
  private final SessionKeeper sessions;
  private final SharedReads reads;
  private final Optional<SharedLists> lists;
  private final LeaseDesk leases;
  private final WriteDesk writes;
  private final TokenDesk tokens;
  private final ClientCalls own;
  private final SoleCalls sole;
  private final StoreGuard guard;
  private final TenantVerification verification;
  private final Optional<ChangeWatch> changes;
  private volatile long usedAt;
  private volatile boolean failedSinceProbe;

  Connection(
      ProviderClient client,
      ConnectionSettings settings,
      Instrumented calls,
      Ticks ticks,
      SessionKeeper sessions,
      SessionKeeper leaseSessions,
      Optional<ChangeWatch> changes,
      StoreGuard guard,
      PoolParts parts,
      ConnectionKey key) {
    this.client = client;
    this.settings = settings;
    this.ticks = ticks;
    this.sessions = sessions;
    this.changes = changes;
    this.guard = guard;
    GuardedCalls guarded =
        new GuardedCalls(
            guard,
            ticks,
            failure -> {
              failedSinceProbe = true;
              parts.listener().storeFailed(key.store(), failure);
            });
    Logins logins = new Logins(sessions, ticks);
    this.own = new ClientCalls(client, calls, logins, settings.request(), ticks);
    this.verification =
        new TenantVerification(!key.tenant().isEmpty(), settings.request(), own::verify);
    this.reads =
        new SharedReads(
            guarded.backend(
                own::read,
                client
                    .versions()
                    .map(versions -> new VersionCalls(versions, sessions, calls, own::deadline))),
            client
                .batches()
                .map(batches -> new BatchCalls(batches, logins, calls, guarded, own::deadline)),
            client
                .versionLists()
                .map(lister ->
                    new VersionListCalls(lister, sessions, calls, guarded, own::deadline)),
            settings,
            parts,
            calls,
            ticks,
            (ref, readers) -> parts.listener().secretChanged(readers));
    this.lists =
        client
            .lister()
            .map(lister ->
                new SharedLists(
                    lister, logins, guarded, settings, parts, calls, ticks, own::deadline));
    this.sole = new SoleCalls(calls, logins, guarded, own::deadline, parts.fence());
    this.writes = new WriteDesk(client, sole, reads);
    this.tokens = new TokenDesk(client, sole, calls);
    this.leases =
        new LeaseDesk(client, calls, leaseSessions, guarded, own::deadline, parts.fence());
    this.usedAt = ticks.now();
  }

  /** What protects the store, over all of its connections. */
  public StoreGuard guard() {
    return guard;
  }

  /** How many of the wishes can only be met by a call of their own. */
  public int callsFor(Collection<ReadWish> wishes) {
    int secrets = (int) wishes.stream().filter(reads::needsCall).count();
    return verification.isOwed() ? secrets + 1 : secrets;
  }

  /**
   * Reads a secret for one reader, without having asked the guard for leave: it counts against the
   * limits of the store, but waits for nobody.
   *
   * @param granted the tenancy engine's leave for exactly this reader and secret
   */
  public Reading read(Decision.Allowed granted, ReadWish wish) {
    try (Lease lease = guard.unasked()) {
      return read(granted, wish, lease);
    }
  }

  /**
   * Reads a secret for one reader, or confirms what the reader saw last.
   *
   * @param granted the tenancy engine's leave for exactly this reader and secret
   * @param lease the guard's leave to call
   */
  public Reading read(Decision.Allowed granted, ReadWish wish, Lease lease) {
    if (!granted.path().toString().equals(wish.ref().key())) {
      throw new IllegalArgumentException("the grant is for another secret");
    }
    usedAt = ticks.now();
    changes.ifPresent(watch -> watch.wake(reads));
    return reads.read(wish, lease);
  }

  /**
   * The names in a folder for one reader.
   *
   * @param granted the tenancy engine's leave for exactly this reader and folder
   * @param wish with {@link FolderReference#of}, and nothing seen
   * @param lease the guard's leave to call
   */
  public Listing list(FolderDecision.Allowed granted, ReadWish wish, Lease lease) {
    if (!granted.folder().toString().equals(wish.ref().key())) {
      throw new IllegalArgumentException("the grant is for another folder");
    }
    usedAt = ticks.now();
    return lists.map(each -> each.list(wish, lease)).orElseGet(Listing.Unsupported::new);
  }

  /** Credentials on demand. Nothing of it is shared, kept or asked twice. */
  public LeaseDesk leases() {
    usedAt = ticks.now();
    return leases;
  }

  /** A certificate for one asker. Not shared, not kept, not asked twice. */
  public Outcome<IssuedCertificate> issue(
      Decision.Allowed granted, CertificateRequest request, Lease lease) {
    if (!granted.path().toString().equals("pki:" + request.mount() + "/" + request.role())) {
      throw new IllegalArgumentException("the grant is for another role");
    }
    usedAt = ticks.now();
    Optional<CertificateIssuer> issuer = client.certificates();
    if (issuer.isEmpty()) {
      return Outcome.failed(FailureClass.InvalidData, FailureDetail.FIELD);
    }
    return sole.change(
        lease, "issue", granted.path().toString(), call -> issuer.get().issue(request, call));
  }

  public TokenDesk tokens() {
    usedAt = ticks.now();
    return tokens;
  }

  public Outcome<ProbeReport> probe() {
    usedAt = ticks.now();
    failedSinceProbe = false;
    return own.probe();
  }

  /** True where a call told, after the last probe began, that the store itself fails. */
  public boolean hasFailedSinceProbe() {
    return failedSinceProbe;
  }

  /** The probe was refused for asking too much: the store pauses, as after any such answer. */
  public Optional<Duration> pause(Failure throttled) {
    guard.answered(Optional.of(throttled), ticks.now());
    return throttled.retryAfter();
  }

  /** Makes sure that there is a login. */
  public Outcome<ProviderClient.Done> authenticate() {
    usedAt = ticks.now();
    return own.authenticate();
  }

  /** What the backend says of the configuration, asked now with a login. */
  public Outcome<List<ConfigProblem>> verify() {
    usedAt = ticks.now();
    return own.verify();
  }

  /** The same, once per connection, where each tenant logs in as itself: no probe could ask it. */
  public Outcome<List<ConfigProblem>> verifyAsTenant() {
    return verification.whereOwed(guard, ticks);
  }

  /** Writes. Nothing of it is shared, kept or asked twice. */
  public WriteDesk writes() {
    usedAt = ticks.now();
    return writes;
  }

  /** Name of the backend type: {@code vault}. */
  public String provider() {
    return settings.provider();
  }

  public Capabilities capabilities() {
    return client.capabilities();
  }

  /** When a login ends that we can neither renew nor make anew. */
  public Optional<Instant> fixedEnd() {
    return sessions.fixedEnd();
  }

  /** When a login ends that should have been renewed by now; empty while all is well. */
  public Optional<Instant> overdueEnd() {
    return sessions.overdueEnd();
  }

  /** Forgets a reader that asks no more. */
  public void forget(String reader) {
    stopReading(reader);
    leases.forget(reader);
  }

  /** Forgets what a reader has read. */
  void stopReading(String reader) {
    reads.forget(reader);
    if (!reads.hasReaders()) {
      stopListening();
    }
    lists.ifPresent(each -> each.forget(reader));
  }

  /** True while a lease lives by a login that is kept here, or changes are listened to. */
  boolean isNeeded() {
    return leases.isNeeded() || changes.map(ChangeWatch::isAwake).orElse(false);
  }

  /** True while a lease lives by a login that is kept here. */
  boolean holdsLeases() {
    return leases.isNeeded();
  }

  /** How long a call that began just now may need it. */
  Duration grace() {
    return RetiredSessions.grace(settings.request());
  }

  /** Ends what the backend tells; the next read begins it anew. */
  void stopListening() {
    changes.ifPresent(ChangeWatch::sleep);
  }

  Optional<Listening> listening() {
    return changes.map(ChangeWatch::state);
  }

  long usedAt() {
    return usedAt;
  }

  /** Revokes the login, wipes what is kept, frees the client. */
  void close() {
    stopListening();
    sessions.close();
    leases.close();
    reads.close();
    lists.ifPresent(SharedLists::close);
    client.close();
  }
}
