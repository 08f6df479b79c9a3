package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.VersionStamp;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;

/**
 * Tells the answer of a replica that lags behind. A secret that was removed and made anew counts
 * from 1 again as well, but is younger.
 */
final class Regression {
  private Regression() {}

  /** True where the version is older than the one that was read last. */
  static boolean is(Optional<VersionStamp> last, Optional<VersionStamp> now) {
    if (last.isEmpty() || now.isEmpty() || !last.get().ordered() || !now.get().ordered()) {
      return false;
    }
    boolean smaller = new BigInteger(now.get().id()).compareTo(new BigInteger(last.get().id())) < 0;
    return smaller && !isYounger(now.get().created(), last.get().created());
  }

  private static boolean isYounger(Optional<Instant> one, Optional<Instant> other) {
    return one.isPresent() && other.isPresent() && one.get().isAfter(other.get());
  }
}
