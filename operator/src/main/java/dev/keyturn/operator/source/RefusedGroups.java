package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
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
  private final Map<String, Refused> refused = new ConcurrentHashMap<>();

  private record Refused(FailureClass kind, long at) {}

  RefusedGroups(Ticks ticks) {
    this.ticks = ticks;
  }

  boolean contains(String group) {
    Refused last = refused.get(group);
    return last != null && ticks.since(last.at()).compareTo(STANDS) < 0;
  }

  void add(String group, Failure why) {
    refused.put(group, new Refused(why.kind(), ticks.now()));
  }

  /** One was found that may not be read, and that the next request will not name. */
  void denialIsExplained(String group) {
    refused.computeIfPresent(
        group, (key, last) -> last.kind() == FailureClass.AccessDenied ? null : last);
  }

  /** True where the many were refused or too large, and not the store away or the login dead. */
  static boolean isOfTheRequest(Failure failure) {
    return switch (failure.kind()) {
      case AccessDenied, InvalidData, NotFound, SourceDeleted, Conflict, Internal -> true;
      case AuthFailed, ScopeDenied, Throttled, Unavailable, Sealed, Timeout, TlsError -> false;
    };
  }
}
