package dev.keyturn.operator.provider.azure;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.VersionStamp;
import java.time.Instant;
import java.util.Set;
import java.util.function.Predicate;

/** Finds out, by the list of versions, whether somebody else wrote at the same time. */
final class VersionRace {
  private final VersionPages pages;

  VersionRace(VersionPages pages) {
    this.pages = pages;
  }

  /** The written version, where it is the only one. */
  Outcome<VersionStamp> checkedFirst(String key, VersionStamp written, Call call) {
    return checked(key, written, version -> true, FailureDetail.ALREADY_EXISTS, call);
  }

  /**
   * The written version, where no other is as young as the one before it. Times are whole seconds:
   * an older version of the same second looks like a race, which costs one more look.
   */
  Outcome<VersionStamp> checkedAfter(
      String key, VersionStamp before, VersionStamp written, Call call) {
    Instant since = before.created().orElse(Instant.EPOCH);
    return checked(
        key,
        written,
        version ->
            !version.id().equals(before.id())
                && !version.created().orElse(Instant.MAX).isBefore(since),
        FailureDetail.CAS_MISMATCH,
        call);
  }

  /** The same where the version before may be known by the time of its making alone. */
  Outcome<VersionStamp> checkedAfterRecovery(
      String key, VersionStamp before, VersionStamp written, Call call) {
    Instant since = before.created().orElse(Instant.EPOCH);
    return checked(
        key,
        written,
        version -> version.created().orElse(Instant.MAX).isAfter(since),
        FailureDetail.CAS_MISMATCH,
        call);
  }

  /** The same where all versions before were listed. */
  Outcome<VersionStamp> checkedBeside(
      String key, Set<String> before, VersionStamp written, Call call) {
    return checked(
        key, written, version -> !before.contains(version.id()), FailureDetail.CAS_MISMATCH, call);
  }

  private Outcome<VersionStamp> checked(
      String key,
      VersionStamp written,
      Predicate<VersionStamp> rival,
      FailureDetail lost,
      Call call) {
    Predicate<VersionStamp> foreign =
        version -> !version.id().equals(written.id()) && rival.test(version);
    return switch (pages.any(key, false, version -> foreign.test(version.stamp()), call)) {
      case Outcome.Failed<Boolean>(Failure failure) ->
          Outcome.failed(failure.withMayHaveApplied(true));
      case Outcome.Ok<Boolean>(Boolean raced) ->
          raced
              ? Outcome.failed(Failure.of(FailureClass.Conflict, lost).withMayHaveApplied(true))
              : Outcome.ok(written);
    };
  }
}
