package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.VersionMark;
import org.jspecify.annotations.Nullable;

/**
 * Whether the next refresh of one secret asks for the version before it asks for the value. Guarded
 * by the {@link KnownSecret} that it belongs to.
 *
 * <p>Only a value that is much larger than a version is worth two requests when it changed. A check
 * that did not save the read is not made again: who denies it goes on to deny it. Where one list
 * tells the versions of many, every value is worth its place in it, and a check is not even made
 * where too few are wanted.
 */
final class VersionCheck {
  /** Bytes of a payload beyond which its version is asked for first. */
  static final int LARGE = 64 * 1024;

  private final boolean listed;
  private @Nullable String mark;
  private boolean inVain;

  /**
   * A check.
   *
   * @param listed true where one list tells the versions of many
   */
  VersionCheck(boolean listed) {
    this.listed = listed;
  }

  /**
   * What a check may confirm.
   *
   * @param seen what was read last
   * @param mark keyed hash of its version and tags
   */
  record Confirmable(Seen seen, String mark) {
    boolean isOf(Seen other) {
      return seen.fingerprint().equals(other.fingerprint());
    }
  }

  /** What a check of what was read last may confirm; null where only a read tells. */
  @Nullable Confirmable of(Seen last) {
    return mark == null || inVain ? null : new Confirmable(last, mark);
  }

  /** The answer is what was read last from now on; its mark was read with it. */
  void remember(Answer answer, Flight flight, Fingerprints fingerprints) {
    switch (answer) {
      case Answer.Refused refused -> mark = null;
      case Answer.Good(Seen seen, @Nullable HeldValue held) -> {
        Confirmable checked = flight.checks();
        if (held != null) {
          VersionMark now = held.mark();
          mark = now == null || !isWorthIt(held) ? null : fingerprints.of(now);
        } else if (checked != null && checked.isOf(seen)) {
          mark = checked.mark();
        }
      }
    }
  }

  private boolean isWorthIt(HeldValue held) {
    return listed || held.size() > LARGE;
  }

  /** A check that is followed by a read of the very same value was in vain. */
  void judge(Answer answer, Flight flight) {
    Confirmable checked = flight.checks();
    if (!listed
        && checked != null
        && answer instanceof Answer.Good(Seen seen, @Nullable HeldValue held)
        && held != null
        && checked.isOf(seen)) {
      inVain = true;
    }
  }
}
