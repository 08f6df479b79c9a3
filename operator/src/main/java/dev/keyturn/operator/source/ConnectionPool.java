package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.source.guard.Alarm;
import dev.keyturn.operator.source.guard.StoreGuard;
import dev.keyturn.operator.source.guard.StoreGuards;
import dev.keyturn.operator.source.memory.HeapShares;
import dev.keyturn.operator.source.memory.MemoryBound;
import dev.keyturn.operator.source.memory.StoreRoom;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The connections of the operator: one per store, credential version and tenant. A new version of a
 * store or credential replaces its connection; one that nobody used for ten minutes is closed.
 * Thread-safe.
 */
public final class ConnectionPool implements AutoCloseable {
  private static final Duration IDLE = Duration.ofMinutes(10);
  private static final int MOST_CONNECTIONS = 1000;

  private final Map<ConnectionKey, Connection> connections = new ConcurrentHashMap<>();
  private final SourceObserver observer;
  private final InstantSource clock;
  private final Ticks ticks;
  private final SecureRandom random = new SecureRandom();
  private final ScheduledExecutorService timer;
  private final PoolParts parts;
  private final StoreGuards guards;
  private final IdleConnections idle;
  private volatile boolean listening = true;

  /**
   * An empty pool.
   *
   * @param alarm leads back to the guards when the time of those in line has come
   * @param mayAct asked right before each call that changes something at a backend
   */
  public ConnectionPool(
      SourceListener listener,
      SourceObserver observer,
      InstantSource clock,
      LongSupplier nanoTime,
      Alarm alarm,
      BooleanSupplier mayAct) {
    this(
        listener,
        observer,
        clock,
        nanoTime,
        alarm,
        mayAct,
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("source-timer").factory()),
        HeapShares.of(Runtime.getRuntime().maxMemory()));
  }

  ConnectionPool(
      SourceListener listener,
      SourceObserver observer,
      InstantSource clock,
      LongSupplier nanoTime,
      Alarm alarm,
      BooleanSupplier mayAct,
      ScheduledExecutorService timer,
      HeapShares shares) {
    this.observer = observer;
    this.clock = clock;
    this.ticks = new Ticks(nanoTime);
    this.timer = timer;
    this.idle = new IdleConnections(connections, ticks);
    MemoryBound inFlight = new MemoryBound(shares.inFlight(), this::roomAgain, this::later);
    KeptBound kept = new KeptBound(shares.kept());
    this.parts =
        new PoolParts(
            new Fingerprints(random),
            inFlight,
            kept,
            timer,
            random,
            listener,
            new EffectFence(mayAct));
    this.guards = new StoreGuards(listener, nanoTime, alarm, inFlight::roomOrRefused);
    timer.scheduleWithFixedDelay(this::closeIdle, 1, 1, TimeUnit.MINUTES);
  }

  /** What protects the stores. */
  public StoreGuards guards() {
    return guards;
  }

  /** Monotonic nanoseconds on the clock that {@link Seen#startedAt()} is measured by. */
  public long now() {
    return ticks.now();
  }

  Connection get(ConnectionKey key, ConnectionSettings settings, Supplier<ProviderClient> open) {
    return get(key, settings, open, () -> true);
  }

  /**
   * The connection of this key, opened where it does not exist; opening does no I/O.
   *
   * @param newest false where a credential changed after the key was made: then the others stay
   */
  public Connection get(
      ConnectionKey key,
      ConnectionSettings settings,
      Supplier<ProviderClient> open,
      BooleanSupplier newest) {
    Connection held = connections.get(key);
    if (held != null) {
      return held;
    }
    Connection fresh =
        connections.computeIfAbsent(key, absent -> connection(absent, settings, open.get()));
    if (newest.getAsBoolean()) {
      retireReplaced(key);
    }
    if (connections.size() > MOST_CONNECTIONS) {
      idle.oldest(key).ifPresent(least -> retire(List.of(least)));
    }
    return fresh;
  }

  /** Closes, a little later, what the connection of this key is the newer one of. */
  public void retireReplaced(ConnectionKey key) {
    retire(connections.keySet().stream().filter(key::replaces).toList());
  }

  /** The open connection of this key. */
  public Optional<Connection> find(ConnectionKey key) {
    return Optional.ofNullable(connections.get(key));
  }

  /** Closes every connection of a store that is gone. */
  public void closeStore(String storeUid) {
    guards.remove(storeUid);
    closeConnections(storeUid);
  }

  /** Closes every connection of a store that may not be used now. */
  public void closeConnections(String storeUid) {
    retire(connections.keySet().stream().filter(key -> key.store().equals(storeUid)).toList());
  }

  /** Where the bodies that a store answers with find room. */
  public StoreRoom room(String storeUid) {
    return new StoreRoom(parts.inFlight(), storeUid);
  }

  /** A reader's pass is over, whatever way: what it has read is not in memory any more. */
  public void endPass(String reader) {
    parts.inFlight().release(reader);
  }

  /** Forgets a reader everywhere. */
  public void forget(String reader) {
    endPass(reader);
    guards.forget(reader);
    connections.values().forEach(connection -> connection.forget(reader));
  }

  /** Nothing is read for this reader until it asks again; its leases live on. */
  public void stopReading(String reader) {
    connections.values().forEach(connection -> connection.stopReading(reader));
  }

  /** This replica acts: what is read from now on is listened to. */
  public void beginListening() {
    listening = true;
  }

  /** This replica does not act: nothing is told that it could not act on. */
  public void stopListening() {
    // First of all: a pass that is still under way would wake what sleeps.
    listening = false;
    connections.values().forEach(Connection::stopListening);
  }

  /** How many connections listen to changes, or try to, and how that stands. */
  public long listening(Listening state) {
    return connections.values().stream()
        .filter(connection -> connection.listening().equals(Optional.of(state)))
        .count();
  }

  /** Revokes every login of ours and closes every client; each has two seconds for it. */
  @Override
  public void close() {
    timer.shutdownNow();
    List<Thread> closing = new ArrayList<>();
    for (Connection connection : connections.values()) {
      closing.add(Thread.ofVirtual().start(connection::close));
    }
    connections.clear();
    for (Thread thread : closing) {
      try {
        thread.join(Duration.ofSeconds(3));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private Connection connection(
      ConnectionKey key, ConnectionSettings settings, ProviderClient client) {
    StoreGuard guard = guards.of(key.store());
    guard.configure(settings.provider(), settings.limits());
    Instrumented calls = new Instrumented(settings.provider(), observer, ticks, clock, guard);
    ProviderClient logins =
        key.bounds()
            .map(bounds -> AccountCheck.of(client, settings.provider(), bounds))
            .orElse(client);
    Consumer<Failure> notRenewed = why -> parts.listener().storeFailed(key.store(), why);
    AtomicReference<SessionKeeper> kept = new AtomicReference<>();
    Optional<ChangeWatch> changes =
        client
            .changes()
            .map(feed ->
                new ChangeWatch(feed, settings, calls, ticks, parts, kept::get, () -> listening));
    ProviderClient noticed =
        changes
            .<ProviderClient>map(watch -> new LoginNotice(logins, watch::loggedIn))
            .orElse(logins);
    Duration request = settings.request();
    SessionKeeper sessions =
        new SessionKeeper(
            noticed,
            calls,
            ticks,
            timer,
            random,
            notRenewed,
            new RetiredSessions(noticed, calls, timer, true, request));
    kept.set(sessions);
    SessionKeeper leaseSessions =
        new SessionKeeper(
            logins,
            calls,
            ticks,
            timer,
            random,
            why -> {},
            new RetiredSessions(logins, calls, timer, false, request));
    return new Connection(
        client, settings, calls, ticks, sessions, leaseSessions, changes, guard, parts, key);
  }

  private void roomAgain() {
    guards.dispatchAll();
  }

  private void later(Duration wait, Runnable check) {
    try {
      timer.schedule(check, wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closed) {
      // Nothing is read any more.
    }
  }

  /** A call that is on its way may finish before its connection closes. */
  private void retire(List<ConnectionKey> keys) {
    for (ConnectionKey key : keys) {
      Connection retired = connections.remove(key);
      if (retired != null) {
        retired.stopListening();
        timer.schedule(
            () -> Thread.ofVirtual().start(retired::close),
            retired.grace().toMillis(),
            TimeUnit.MILLISECONDS);
      }
    }
  }

  private void closeIdle() {
    retire(idle.since(IDLE));
  }
}
