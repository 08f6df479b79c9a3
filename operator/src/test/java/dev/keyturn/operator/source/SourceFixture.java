package dev.keyturn.operator.source;

import dev.keyturn.crds.v1alpha1.StoreKind;
import dev.keyturn.operator.engine.tenancy.Decision;
import dev.keyturn.operator.engine.tenancy.Gate;
import dev.keyturn.operator.engine.tenancy.NamespaceIdentity;
import dev.keyturn.operator.engine.tenancy.RemotePath;
import dev.keyturn.operator.engine.tenancy.StoreIdentity;
import dev.keyturn.operator.engine.tenancy.Verb;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.testkit.FakeBackend;
import dev.keyturn.operator.source.guard.CallLimits;
import dev.keyturn.operator.source.guard.Lease;
import dev.keyturn.operator.source.guard.StoreGuard;
import dev.keyturn.operator.source.guard.StoreGuards;
import dev.keyturn.operator.source.guard.Waiter;
import dev.keyturn.operator.source.memory.HeapShares;
import dev.keyturn.operator.source.memory.MemoryBound;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A backend in memory, the time, and connections to the one at the other. */
final class SourceFixture implements SourceListener, SourceObserver {
  static final ConnectionKey KEY = new ConnectionKey("store-1", 1, "secret-1@5", "");
  static final Duration TTL = Duration.ofSeconds(30);
  static final Duration INTERVAL = Duration.ofHours(1);
  private static final StoreIdentity STORE = new StoreIdentity(StoreKind.SecretStore, "vault");

  final ManualTime time = new ManualTime();
  final ManualTimer timer = new ManualTimer(time);
  final FakeBackend backend = new FakeBackend(time);
  final List<Set<String>> told = new ArrayList<>();
  final List<Set<String>> hinted = new ArrayList<>();
  final List<Duration> alarms = new ArrayList<>();
  final List<FailureClass> storeFailures = new ArrayList<>();
  final AtomicInteger joined = new AtomicInteger();
  final AtomicInteger regressed = new AtomicInteger();
  final Map<String, Integer> memory = new ConcurrentHashMap<>();
  final List<String> called = new ArrayList<>();
  final StoreGuards guards =
      new StoreGuards(this, time, (store, wait) -> alarms.add(wait), () -> true);
  final MemoryBound inFlight = new MemoryBound(32L << 20, () -> {}, this::later);
  final KeptBound kept = new KeptBound(16L << 20);

  Connection connection() {
    return connection(TTL);
  }

  /** Whether this process may change anything. */
  final AtomicBoolean mayAct = new AtomicBoolean(true);

  final AtomicBoolean fenceClosesAtLogin = new AtomicBoolean();

  Connection connection(Duration ttl) {
    return connection(backend.client(), ttl);
  }

  Connection connection(ProviderClient client, Duration ttl) {
    return connection(client, settings(ttl), KEY);
  }

  Connection connection(ProviderClient client, ConnectionSettings settings, ConnectionKey key) {
    SecureRandom random = new SecureRandom();
    Ticks ticks = new Ticks(time);
    StoreGuard guard = guards.of(key.store());
    guard.configure("fake", settings.limits());
    Instrumented calls = instrumented(ticks);
    return new Connection(
        client,
        settings,
        calls,
        ticks,
        new SessionKeeper(
            client,
            calls,
            ticks,
            timer,
            random,
            why -> storeFailed(key.store(), why),
            new RetiredSessions(client, calls, timer, true, settings.request())),
        new SessionKeeper(
            client,
            calls,
            ticks,
            timer,
            random,
            why -> {},
            new RetiredSessions(client, calls, timer, false, settings.request())),
        Optional.empty(),
        guard,
        parts(),
        key);
  }

  PoolParts parts() {
    SecureRandom random = new SecureRandom();
    return new PoolParts(
        new Fingerprints(random),
        inFlight,
        kept,
        timer,
        random,
        this,
        new EffectFence(mayAct::get));
  }

  private void later(Duration wait, Runnable check) {
    var unused = timer.schedule(check, wait.toMillis(), TimeUnit.MILLISECONDS);
  }

  Lease lease() {
    return guards.of(KEY.store()).unasked();
  }

  Instrumented instrumented(Ticks ticks) {
    return new Instrumented("fake", this, ticks, time, guards.of(KEY.store()));
  }

  ConnectionPool pool() {
    return new ConnectionPool(
        this, this, time, time, (store, wait) -> {}, mayAct::get, timer, HeapShares.of(512L << 20));
  }

  static ConnectionSettings settings(Duration ttl) {
    return new ConnectionSettings(
        "fake", Duration.ofSeconds(15), ttl, 1000, new CallLimits(10_000, 10_000, 100), Retry.NONE);
  }

  /** A wish that any answer of the last hour fulfils. */
  ReadWish wish(String reader, String key) {
    return wish(reader, key, Optional.empty(), time.getAsLong() - INTERVAL.toNanos());
  }

  /** A wish for an answer to a read that begins now or later. */
  ReadWish fresh(String reader, String key) {
    return wish(reader, key, Optional.empty(), time.getAsLong());
  }

  /** What a due refresh asks: is it still what I saw, by a read that is newer than mine? */
  ReadWish refresh(String reader, String key, Seen seen) {
    return wish(reader, key, Optional.of(seen), seen.startedAt() + 1);
  }

  private static ReadWish wish(String reader, String key, Optional<Seen> seen, long notBefore) {
    return new ReadWish(
        reader,
        new RemoteRef(key, Optional.empty()),
        seen,
        notBefore,
        INTERVAL,
        Deadline.after(Duration.ofSeconds(30)),
        notBefore);
  }

  static Reading read(Connection connection, ReadWish wish) {
    return connection.read(leave(wish.ref().key()), wish);
  }

  static Decision.Allowed leave(String key) {
    RemotePath path = ((RemotePath.Canonical.Ok) RemotePath.canonical(key)).path();
    return (Decision.Allowed)
        Gate.decide(new NamespaceIdentity("shop", "uid"), STORE, Verb.READ, path, List.of());
  }

  /** The text of a value, which is closed by this. */
  static String text(Reading reading) {
    try (var value = ((Reading.Value) reading).value()) {
      return value.payload().with(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }
  }

  static Seen seen(Reading reading) {
    return switch (reading) {
      case Reading.Value(var value, Seen seen) -> {
        value.close();
        yield seen;
      }
      case Reading.Unchanged(Seen seen) -> seen;
      case Reading.Failed(Failure failure) -> throw new AssertionError(failure);
    };
  }

  static FailureClass failure(Reading reading) {
    return ((Reading.Failed) reading).failure().kind();
  }

  int fromMemory(String result) {
    return memory.getOrDefault(result, 0);
  }

  @Override
  public synchronized void secretChanged(Set<String> readers) {
    told.add(readers);
  }

  @Override
  public synchronized void secretHinted(Set<String> readers) {
    hinted.add(readers);
  }

  @Override
  public synchronized void storeFailed(String storeUid, Failure failure) {
    storeFailures.add(failure.kind());
  }

  @Override
  public synchronized void called(Waiter waiter) {
    called.add(waiter.reader());
  }

  @Override
  public void versionRegressed(String provider) {
    regressed.incrementAndGet();
  }

  @Override
  public void called(
      String provider, String operation, Optional<FailureClass> failure, Duration took) {}

  @Override
  public void loggedIn(String provider, String method, boolean worked) {
    if (fenceClosesAtLogin.get()) {
      mayAct.set(false);
    }
  }

  @Override
  public void cacheAsked(String result) {
    memory.merge(result, 1, Integer::sum);
  }

  @Override
  public void readShared(String provider) {
    joined.incrementAndGet();
  }
}
