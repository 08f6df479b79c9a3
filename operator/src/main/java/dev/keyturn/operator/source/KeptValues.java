package dev.keyturn.operator.source;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.keyturn.operator.provider.RemoteRef;
import org.jspecify.annotations.Nullable;

/**
 * Values of one connection that outlive the read that brought them, for as long as the store allows
 * it; wiped when they leave. Thread-safe.
 */
final class KeptValues {
  private final @Nullable Cache<RemoteRef, HeldValue> values;
  private final KeptBound bound;
  private volatile boolean closed;

  KeptValues(ConnectionSettings settings, KeptBound bound, Ticks ticks) {
    this.bound = bound;
    this.values =
        settings.valueLifetime().isZero() || settings.mostValues() == 0
            ? null
            : Caffeine.newBuilder()
                .expireAfterWrite(settings.valueLifetime())
                .maximumSize(settings.mostValues())
                .ticker((Ticker) ticks::now)
                // Without it a value stays until somebody asks for another one: an hour, or for
                // ever.
                .scheduler(Scheduler.systemScheduler())
                .executor(Runnable::run)
                .removalListener(this::left)
                .build();
  }

  @Nullable HeldValue find(RemoteRef ref) {
    return values == null ? null : values.getIfPresent(ref);
  }

  /** Keeps a value, as one more of its holders. */
  void keep(RemoteRef ref, HeldValue value) {
    Cache<RemoteRef, HeldValue> cache = values;
    if (cache == null || !value.hold()) {
      return;
    }
    cache.put(ref, value);
    bound.kept(value, () -> cache.asMap().remove(ref, value));
    if (cache.getIfPresent(ref) != value) {
      // It left before it was counted in.
      bound.left(value);
    }
    if (closed) {
      drop(ref);
    }
  }

  void drop(RemoteRef ref) {
    if (values != null) {
      values.invalidate(ref);
    }
  }

  void close() {
    closed = true;
    if (values != null) {
      values.invalidateAll();
      values.cleanUp();
    }
  }

  private void left(@Nullable RemoteRef ref, @Nullable HeldValue value, RemovalCause cause) {
    if (value != null) {
      bound.left(value);
      value.release();
    }
  }
}
