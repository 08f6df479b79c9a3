package dev.keyturn.operator.provider.azure;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.wire.Edge;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds out, by the list of versions, whether somebody else wrote at the same time. */
final class VersionRace {
  private final VaultCalls calls;
  private final Meaning meaning;

  VersionRace(VaultCalls calls, Meaning meaning) {
    this.calls = calls;
    this.meaning = meaning;
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

  private Outcome<VersionStamp> checked(
      String key,
      VersionStamp written,
      Predicate<VersionStamp> rival,
      FailureDetail lost,
      Call call) {
    Predicate<VersionStamp> foreign =
        version -> !version.id().equals(written.id()) && rival.test(version);
    Optional<String> cursor = Optional.empty();
    do {
      call.another();
      switch (page(key, cursor, call)) {
        case Outcome.Failed<ItemPage>(Failure failure) -> {
          return Outcome.failed(failure.withMayHaveApplied(true));
        }
        case Outcome.Ok<ItemPage>(ItemPage read) -> {
          if (read.items().stream().map(SecretBundle::stamp).anyMatch(foreign)) {
            return Outcome.failed(Failure.of(FailureClass.Conflict, lost).withMayHaveApplied(true));
          }
          cursor = read.next();
        }
      }
    } while (cursor.isPresent());
    return Outcome.ok(written);
  }

  private Outcome<ItemPage> page(String key, Optional<String> cursor, Call call) {
    return Edge.guard(() ->
        calls.page(
            SecretName.path(key) + "/versions",
            cursor,
            call,
            answer ->
                answer.status() == 200
                    ? Outcome.ok(ItemPage.read(answer.body()))
                    : Outcome.failed(meaning.of(answer))));
  }
}
