package dev.keyturn.operator.controller.store;

import dev.keyturn.crds.v1alpha1.SecretStoreSpec;
import dev.keyturn.crds.v1alpha1.SecretStoreStatus;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.source.Connection;
import dev.keyturn.operator.source.guard.StoreGuard;
import io.fabric8.kubernetes.client.CustomResource;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the last probe of each store found. It stands until the next probe is due, whatever wakes
 * the store meanwhile: a connection is another one as soon as the manifest, a credential or a scope
 * changed. Only what was found well is doubted sooner, where a read says otherwise. Thread-safe.
 */
final class RememberedProbes {
  /** Between a probe that failed out of nothing and the second one, which is believed. */
  private static final Duration SECOND_LOOK = Duration.ofSeconds(2);

  private final StoreConnections connections;
  private final StoreProbe probe;
  private final Map<String, Remembered> last = new ConcurrentHashMap<>();

  RememberedProbes(StoreConnections connections) {
    this.connections = connections;
    this.probe = new StoreProbe(connections);
  }

  /**
   * How a store is: as the last probe found it, or by a probe now.
   *
   * @param trusted true where the store serves and its breaker is closed: one probe that gets no
   *     answer is then no outage yet
   */
  Look look(CustomResource<SecretStoreSpec, SecretStoreStatus> store, boolean trusted) {
    String uid = store.getMetadata().getUid();
    StoreGuard guard = connections.guard(store);
    if (!(connections.open(store, Optional.empty()) instanceof Opening.Open(var connection))) {
      last.remove(uid);
      StoreHealth health = probe.probe(store);
      tell(guard, health);
      return new Look(health, true);
    }
    Remembered before = last.get(uid);
    long now = connections.now();
    if (before != null && before.stands(connection, now)) {
      return new Look(before.health, false);
    }
    StoreHealth found = probe.probe(store);
    boolean again = before != null && before.isDoubt(connection);
    StoreHealth health =
        trusted && !again && found instanceof StoreHealth.Unreachable unreachable
            ? doubted(unreachable)
            : found;
    last.put(uid, new Remembered(connection, health, now));
    tell(guard, health);
    return new Look(health, true);
  }

  /** Only what a probe has just found is a sign, and not what is remembered of it. */
  private static void tell(StoreGuard guard, StoreHealth found) {
    switch (found) {
      case StoreHealth.Valid _ -> guard.sign(true);
      case StoreHealth.Unreachable unreachable -> guard.down(unreachable.failure());
      case StoreHealth.Undecided undecided when undecided.failure() != FailureClass.Throttled ->
          guard.sign(false);
      default -> {}
    }
  }

  private static StoreHealth doubted(StoreHealth.Unreachable found) {
    return switch (found.failure()) {
      case Unavailable, Timeout ->
          new StoreHealth.Undecided(
              found.failure(), found.why(), found.serverVersion(), Optional.empty());
      default -> found;
    };
  }

  /**
   * When the store is woken next.
   *
   * @param usual the wait after a probe
   */
  Duration next(
      CustomResource<SecretStoreSpec, SecretStoreStatus> store, Look look, Duration usual) {
    Remembered remembered = last.get(store.getMetadata().getUid());
    if (remembered == null) {
      return usual;
    }
    long now = connections.now();
    if (look.asked()) {
      remembered.notBefore = now + wait(look.health(), usual).toNanos();
    }
    return Duration.ofNanos(Math.max(0, remembered.notBefore - now));
  }

  private static Duration wait(StoreHealth health, Duration usual) {
    if (!(health instanceof StoreHealth.Undecided undecided)) {
      return usual;
    }
    return undecided.failure() == FailureClass.Throttled
        ? undecided.pause().filter(pause -> pause.compareTo(usual) > 0).orElse(usual)
        : SECOND_LOOK;
  }

  /** True where the store was found well, and its guard does not know that yet. */
  boolean isGoodNews(CustomResource<SecretStoreSpec, SecretStoreStatus> store, Look look) {
    Remembered remembered = last.get(store.getMetadata().getUid());
    return switch (look.health()) {
      case StoreHealth.Valid valid -> remembered == null || !remembered.told;
      case StoreHealth.Unverified unverified -> true;
      default -> false;
    };
  }

  /** The guard knows what was found. */
  void told(CustomResource<SecretStoreSpec, SecretStoreStatus> store) {
    Remembered remembered = last.get(store.getMetadata().getUid());
    if (remembered != null) {
      remembered.told = true;
    }
  }

  void forget(String uid) {
    last.remove(uid);
  }

  /**
   * How a store is.
   *
   * @param asked false where nothing was asked for it now
   */
  record Look(StoreHealth health, boolean asked) {}

  /** Written by the one pass of its store. */
  private static final class Remembered {
    private final Connection connection;
    private final StoreHealth health;
    private volatile long notBefore;
    private volatile boolean told;

    Remembered(Connection connection, StoreHealth health, long now) {
      this.connection = connection;
      this.health = health;
      this.notBefore = now;
    }

    boolean stands(Connection current, long now) {
      return connection == current
          && notBefore - now > 0
          && !(health instanceof StoreHealth.Valid valid && isContradicted(valid));
    }

    private boolean isContradicted(StoreHealth.Valid valid) {
      return connection.hasFailedSinceProbe() || !connection.overdueEnd().equals(valid.loginEnds());
    }

    boolean isDoubt(Connection current) {
      return connection == current
          && health instanceof StoreHealth.Undecided undecided
          && undecided.failure() != FailureClass.Throttled;
    }
  }
}
