package dev.keyturn.operator.source;

import dev.keyturn.operator.engine.tenancy.Decision;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Capabilities;
import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProbeReport;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.provider.Writer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One identity at one backend: its client, its login and the reads that its users share.
 * Thread-safe.
 */
public final class Connection {
  private static final String LOOK = "look";

  private final ProviderClient client;
  private final ConnectionSettings settings;
  private final Instrumented calls;
  private final Ticks ticks;
  private final SessionKeeper sessions;
  private final SharedReads reads;
  private final Consumer<Failure> unhealthy;
  private volatile long usedAt;

  Connection(
      ProviderClient client,
      ConnectionSettings settings,
      Instrumented calls,
      Ticks ticks,
      SessionKeeper sessions,
      Fingerprints fingerprints,
      SourceListener listener,
      ConnectionKey key) {
    this.client = client;
    this.settings = settings;
    this.calls = calls;
    this.ticks = ticks;
    this.sessions = sessions;
    this.reads =
        new SharedReads(
            this::readNow,
            settings,
            fingerprints,
            calls,
            ticks,
            (ref, readers) -> listener.secretChanged(readers));
    this.unhealthy = failure -> listener.storeFailed(key.store(), failure);
    this.usedAt = ticks.now();
  }

  /**
   * Reads a secret for one reader, or confirms what the reader saw last.
   *
   * @param granted the tenancy engine's leave for exactly this reader and secret
   */
  public Reading read(Decision.Allowed granted, ReadWish wish) {
    if (!granted.path().toString().equals(wish.ref().key())) {
      throw new IllegalArgumentException("the grant is for another secret");
    }
    usedAt = ticks.now();
    return reads.read(wish);
  }

  /** How the backend is, asked now. */
  public Outcome<ProbeReport> probe() {
    usedAt = ticks.now();
    return calls.run("health", () -> client.probe(deadline()));
  }

  /** Makes sure that there is a login. */
  public Outcome<ProviderClient.Done> authenticate() {
    usedAt = ticks.now();
    return sessions.current(deadline()).map(session -> new ProviderClient.Done());
  }

  /** What the backend says of the configuration, asked now with a login. */
  public Outcome<List<ConfigProblem>> verify() {
    usedAt = ticks.now();
    Deadline deadline = deadline();
    return withLogin(deadline, session -> verifyOnce(session, deadline));
  }

  /**
   * Runs one write, or the look before it. A store's fault counts as one of a read does.
   *
   * @param granted the tenancy engine's leave to write exactly this secret
   * @param operation look or write, for the metrics
   * @return empty where the backend cannot be written to
   */
  public <T> Optional<Outcome<T>> write(
      Decision.Allowed granted, String operation, WriteCall<T> write) {
    usedAt = ticks.now();
    return client
        .writer()
        .map(writer -> {
          Deadline deadline = deadline();
          Outcome<T> outcome =
              withLogin(
                  deadline,
                  session -> {
                    Call call = new Call(session, deadline, UUID.randomUUID().toString());
                    return calls.run(
                        operation, () -> write.run(writer, granted.path().toString(), call));
                  });
          if (outcome instanceof Outcome.Failed<T>(Failure failure) && saysOfStore(failure)) {
            unhealthy.accept(failure);
          }
          if (!operation.equals(LOOK)) {
            reads.written(new RemoteRef(granted.path().toString(), Optional.empty()));
          }
          return outcome;
        });
  }

  /** One call of a writer. */
  @FunctionalInterface
  public interface WriteCall<T> {
    Outcome<T> run(Writer writer, String key, Call call);
  }

  public Capabilities capabilities() {
    return client.capabilities();
  }

  /** When a login ends that we can neither renew nor make anew. */
  public Optional<Instant> fixedEnd() {
    return sessions.fixedEnd();
  }

  /** Forgets a reader that asks no more. */
  public void forget(String reader) {
    reads.forget(reader);
  }

  long usedAt() {
    return usedAt;
  }

  /** Revokes the login, wipes what is kept, frees the client. */
  void close() {
    sessions.close();
    reads.close();
    client.close();
  }

  private Outcome<RemoteValue> readNow(RemoteRef ref) {
    Deadline deadline = deadline();
    Outcome<RemoteValue> outcome = withLogin(deadline, session -> readOnce(session, ref, deadline));
    if (outcome instanceof Outcome.Failed<RemoteValue>(Failure failure) && saysOfStore(failure)) {
      unhealthy.accept(failure);
    }
    return outcome;
  }

  private <T> Outcome<T> withLogin(Deadline deadline, Function<Session, Outcome<T>> call) {
    return sessions.current(deadline).then(session -> withLogin(session, deadline, call));
  }

  private <T> Outcome<T> withLogin(
      Session session, Deadline deadline, Function<Session, Outcome<T>> call) {
    Outcome<T> first = call.apply(session);
    if (!(first instanceof Outcome.Failed<T>(Failure failure)) || !refuses(failure)) {
      return first;
    }
    // Vault answers 403 both for a dead token and for a forbidden path: only a new login tells.
    return sessions.replace(session, deadline).map(fresh -> fresh.then(call)).orElse(first);
  }

  private Outcome<List<ConfigProblem>> verifyOnce(Session session, Deadline deadline) {
    Call call = new Call(session, deadline, UUID.randomUUID().toString());
    return calls.run("health", () -> client.verify(call));
  }

  private Outcome<RemoteValue> readOnce(Session session, RemoteRef ref, Deadline deadline) {
    Call call = new Call(session, deadline, UUID.randomUUID().toString());
    return calls.run("read", () -> client.read(ref, call));
  }

  private static boolean refuses(Failure failure) {
    return failure.kind() == FailureClass.AuthFailed || failure.kind() == FailureClass.AccessDenied;
  }

  private static boolean saysOfStore(Failure failure) {
    return switch (failure.kind()) {
      case AuthFailed, Throttled, Unavailable, Sealed, Timeout, TlsError -> true;
      case AccessDenied, NotFound, SourceDeleted, InvalidData, Conflict, Internal -> false;
    };
  }

  private Deadline deadline() {
    return Deadline.after(settings.request(), ticks.nanoTime());
  }
}
