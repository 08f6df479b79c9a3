package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.VersionMark;
import dev.keyturn.operator.source.guard.Lease;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Checks of one backend that are made together: one list of versions answers those that are asked
 * for within a moment, and confirms those that will be wanted soon. What changed is read by itself,
 * and so is what too few want for a list. Thread-safe.
 */
final class ListedVersions implements ReadBackend {
  private static final int MOST = 10_000;

  private final ReadBackend single;
  private final VersionListCalls lists;
  private final KnownSecrets known;
  private final PoolParts parts;
  private final Instrumented calls;
  private final Ticks ticks;
  private final Gathering<Asked> gathering;
  private final RefusedGroups refused;

  /** Groups that this identity may not list: that is so for the life of the connection. */
  private final Set<String> denied = ConcurrentHashMap.newKeySet();

  ListedVersions(
      ReadBackend single,
      VersionListCalls lists,
      KnownSecrets known,
      PoolParts parts,
      Instrumented calls,
      Ticks ticks) {
    this.single = single;
    this.lists = lists;
    this.known = known;
    this.parts = parts;
    this.calls = calls;
    this.ticks = ticks;
    this.gathering = new Gathering<>(parts.timer(), this::send);
    this.refused = new RefusedGroups(ticks);
  }

  /**
   * One check that waits for its answer.
   *
   * @param answer empty where the secret is to be read
   */
  private record Asked(String key, Lease lease, CompletableFuture<Optional<VersionMark>> answer) {
    void read() {
      answer.complete(Optional.empty());
    }
  }

  @Override
  public Outcome<RemoteValue> read(RemoteRef ref, Lease lease) {
    return single.read(ref, lease);
  }

  @Override
  public boolean knowsVersions() {
    return true;
  }

  @Override
  public boolean isShut(Lease lease) {
    return single.isShut(lease);
  }

  @Override
  public Outcome<Optional<VersionMark>> newest(RemoteRef ref, Lease lease) {
    String group = lists.lister().group(ref.key());
    if (denied.contains(group) || refused.contains(group)) {
      return Outcome.ok(Optional.empty());
    }
    Asked asked = new Asked(ref.key(), lease, new CompletableFuture<>());
    gathering.add(group, asked, MOST);
    return Outcome.ok(asked.answer().join());
  }

  /** Whatever goes wrong on the way, nobody is left waiting. */
  private void send(String group, List<Asked> together) {
    try {
      calls.guarded(
          "check",
          () -> {
            answer(group, together);
            return Outcome.ok(group);
          });
    } finally {
      together.forEach(Asked::read);
    }
  }

  private void answer(String group, List<Asked> together) {
    Set<String> keys = new HashSet<>();
    together.forEach(asked -> keys.add(asked.key()));
    List<RemoteRef> soon =
        known.wantedSoon(
            ref -> !keys.contains(ref.key()) && lists.lister().group(ref.key()).equals(group),
            MOST,
            ticks);
    soon.forEach(ref -> keys.add(ref.key()));
    if (keys.size() < lists.lister().least()) {
      return;
    }
    Lease lease = single.leave(together.stream().map(Asked::lease).toList());
    long startedAt = ticks.now();
    switch (lists.newest(group, keys, lease)) {
      case Outcome.Failed<Map<String, VersionMark>>(Failure failure) -> remember(group, failure);
      case Outcome.Ok<Map<String, VersionMark>>(Map<String, VersionMark> newest) -> {
        together.forEach(
            asked -> asked.answer().complete(Optional.ofNullable(newest.get(asked.key()))));
        soon.forEach(ref -> confirm(ref, newest.get(ref.key()), startedAt));
      }
    }
  }

  /** One that changed, or is in no list, waits until it is wanted. */
  private void confirm(RemoteRef ref, @Nullable VersionMark mark, long startedAt) {
    KnownSecret entry = known.find(ref);
    if (entry != null && mark != null) {
      synchronized (entry) {
        entry.confirm(parts.fingerprints().of(mark), startedAt);
      }
    }
  }

  private void remember(String group, Failure failure) {
    if (failure.kind() == FailureClass.AccessDenied) {
      denied.add(group);
    } else if (RefusedGroups.isOfTheRequest(failure)) {
      refused.add(group, failure);
    }
  }
}
