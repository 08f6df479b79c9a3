package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.RemoteRef;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The secrets of one connection that somebody wants to know. Thread-safe. */
final class KnownSecrets {
  private final Map<RemoteRef, KnownSecret> entries = new ConcurrentHashMap<>();
  private final Map<String, Set<RemoteRef>> byReader = new ConcurrentHashMap<>();

  private final boolean listed;

  /**
   * Those of a backend.
   *
   * @param listed true where one list tells the versions of many
   */
  KnownSecrets(boolean listed) {
    this.listed = listed;
  }

  /** The secret, known from now on. */
  KnownSecret of(RemoteRef ref) {
    return entries.computeIfAbsent(ref, known -> new KnownSecret(listed));
  }

  /** The secret; null where nobody wants to know it. */
  @Nullable KnownSecret find(RemoteRef ref) {
    return entries.get(ref);
  }

  /** Notes who wishes what; under the lock of the secret. */
  void enter(KnownSecret entry, ReadWish wish) {
    if (entry.enter(wish.reader())) {
      byReader
          .computeIfAbsent(wish.reader(), reader -> ConcurrentHashMap.newKeySet())
          .add(wish.ref());
    }
  }

  /**
   * Forgets a reader.
   *
   * @param dropped is told of each secret that nobody wants any more
   */
  void forget(String reader, Consumer<RemoteRef> dropped) {
    Set<RemoteRef> read = byReader.remove(reader);
    if (read == null) {
      return;
    }
    for (RemoteRef ref : read) {
      KnownSecret entry = entries.get(ref);
      if (entry != null) {
        forget(reader, ref, entry, dropped);
      }
    }
  }

  private void forget(
      String reader, RemoteRef ref, KnownSecret entry, Consumer<RemoteRef> dropped) {
    synchronized (entry) {
      if (entry.leave(reader)) {
        entries.remove(ref);
        dropped.accept(ref);
      }
    }
  }

  /**
   * A read ended: a secret whose last reader was forgotten meanwhile is not known any more. Under
   * the lock of the secret.
   *
   * @return true where nobody wants it any more
   */
  boolean dropUnread(RemoteRef ref, KnownSecret entry) {
    return entry.isUnread() && entries.remove(ref, entry);
  }

  int size() {
    return entries.size();
  }

  /**
   * The newest versions of secrets that will be wanted next, those first that were read longest
   * ago.
   */
  List<RemoteRef> wantedSoon(Predicate<RemoteRef> which, int most, Ticks ticks) {
    record Old(RemoteRef ref, long readAt) {}
    long now = ticks.now();
    return entries.entrySet().stream()
        .filter(entry -> entry.getKey().version().isEmpty() && which.test(entry.getKey()))
        .flatMap(entry ->
            entry.getValue().readLongAgo(now).stream()
                .mapToObj(readAt -> new Old(entry.getKey(), readAt)))
        .sorted(Comparator.comparingLong(old -> old.readAt() - now))
        .limit(most)
        .map(Old::ref)
        .toList();
  }

  /** All that is known of these keys, whatever the version. */
  List<RemoteRef> versionsOf(Set<String> keys) {
    return entries.keySet().stream().filter(ref -> keys.contains(ref.key())).toList();
  }

  boolean hasReaders() {
    return !byReader.isEmpty();
  }

  void clear() {
    entries.clear();
    byReader.clear();
  }
}
