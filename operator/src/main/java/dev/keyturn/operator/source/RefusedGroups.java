package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.Failure;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Groups whose common request was refused or too large. It is not tried again for a while: rights
 * and sizes change by people. Thread-safe.
 */
final class RefusedGroups {
  private static final Duration STANDS = Duration.ofMinutes(15);

  private final Ticks ticks;
  private final Map<String, Long> refusedAt = new ConcurrentHashMap<>();

  RefusedGroups(Ticks ticks) {
    this.ticks = ticks;
  }

  boolean contains(String group) {
    Long at = refusedAt.get(group);
    return at != null && ticks.since(at).compareTo(STANDS) < 0;
  }

  void add(String group) {
    refusedAt.put(group, ticks.now());
  }

  /** True where the many were refused or too large, and not the store away or the login dead. */
  static boolean isOfTheRequest(Failure failure) {
    return switch (failure.kind()) {
      case AccessDenied, InvalidData, NotFound, SourceDeleted, Conflict, Internal -> true;
      case AuthFailed, ScopeDenied, Throttled, Unavailable, Sealed, Timeout, TlsError -> false;
    };
  }
}
