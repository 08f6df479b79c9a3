package dev.keyturn.operator.controller.store;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.SecretStoreStatus;
import dev.keyturn.operator.controller.Conditions;
import dev.keyturn.operator.engine.plan.Messages;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.provider.FailureClass;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;

/** Makes the status of a store from the one before and what a probe found. Pure. */
final class StoreStatusFactory {
  static final String UNVERIFIED = "Unverified";

  /** Reason of Authenticated while reads go on by a login that cannot be renewed. */
  static final String NOT_RENEWED = "LoginNotRenewed";

  static final SecretStoreStatus NOTHING =
      new SecretStoreStatus(null, null, null, null, null, null, null);

  SecretStoreStatus make(
      SecretStoreStatus before,
      long generation,
      String provider,
      int dependents,
      StoreHealth health,
      Instant now) {
    if (health instanceof StoreHealth.Undecided undecided) {
      return isJudged(before, generation)
          ? counted(before, dependents)
          : make(before, generation, provider, dependents, undecided.asUnreachable(), now);
    }
    Conditions conditions = new Conditions(before.conditions(), generation, now);
    Shown shown = conclude(conditions, health);
    return new SecretStoreStatus(
        generation,
        provider,
        shown.serverVersion.orElse(before.serverVersion()),
        shown.capabilities.orElse(before.capabilities()),
        shown.tokenExpiry.orElse(null),
        dependents,
        conditions.build());
  }

  private static boolean isJudged(SecretStoreStatus before, long generation) {
    return Objects.equals(before.observedGeneration(), generation)
        && Conditions.find(before.conditions(), Condition.READY).isPresent();
  }

  /** The same, with the syncs that it has now. */
  static SecretStoreStatus counted(SecretStoreStatus before, int dependents) {
    return new SecretStoreStatus(
        before.observedGeneration(),
        before.provider(),
        before.serverVersion(),
        before.capabilities(),
        before.tokenExpiry(),
        dependents,
        before.conditions());
  }

  private static Shown conclude(Conditions conditions, StoreHealth health) {
    return switch (health) {
      case StoreHealth.Valid valid -> {
        conditions.isTrue(Condition.READY, "Valid", "The store works.");
        valid
            .loginEnds()
            .ifPresentOrElse(end -> ending(conditions, end), () -> loggedIn(conditions));
        settled(conditions);
        yield new Shown(
            valid.serverVersion(),
            Optional.of(valid.capabilities().name()),
            valid.tokenExpiry().map(Instant::toString));
      }
      case StoreHealth.Undecided undecided -> conclude(conditions, undecided.asUnreachable());
      case StoreHealth.Unverified() -> {
        String message =
            "Each namespace logs in as its own ServiceAccount; the first sync tells whether the"
                + " backend accepts it.";
        conditions
            .isUnknown(Condition.READY, UNVERIFIED, message)
            .isUnknown(Condition.REACHABLE, UNVERIFIED, message)
            .isUnknown(Condition.AUTHENTICATED, UNVERIFIED, message);
        settled(conditions);
        yield Shown.NOTHING_NEW;
      }
      case StoreHealth.Misconfigured(Problem why) -> {
        String reason = reason(why.kind());
        String message = Messages.of(why);
        conditions
            .isFalse(Condition.READY, reason, message)
            .isUnknown(Condition.REACHABLE, reason, "The backend was not asked.")
            .isUnknown(Condition.AUTHENTICATED, reason, "The backend was not asked.")
            .isFalse(Condition.RECONCILING, "Settled", "Nothing is under way.");
        stalled(conditions, why.kind().stalls(), reason, message);
        yield Shown.NOTHING_NEW;
      }
      case StoreHealth.Contradicted(Problem why, Optional<String> version) -> {
        String message = Messages.of(why);
        conditions
            .isFalse(Condition.READY, reason(why.kind()), message)
            .isFalse(Condition.RECONCILING, "Settled", "Nothing is under way.");
        loggedIn(conditions);
        stalled(conditions, true, reason(why.kind()), message);
        yield new Shown(version, Optional.empty(), Optional.empty());
      }
      case StoreHealth.Denied(Problem why, Optional<String> version) -> {
        String reason = reason(why.kind());
        String message = Messages.of(why);
        conditions
            .isFalse(Condition.READY, reason, message)
            .isUnknown(Condition.REACHABLE, reason, "The backend is not asked any more.")
            .isUnknown(Condition.AUTHENTICATED, reason, "The login was given up.")
            .isFalse(Condition.RECONCILING, "Settled", "Nothing is under way.");
        stalled(conditions, true, reason, message);
        yield new Shown(version, Optional.empty(), Optional.empty());
      }
      case StoreHealth.Unreachable(FailureClass failure, Problem why, Optional<String> version) -> {
        String reason = reason(failure);
        String message = Messages.of(why);
        conditions
            .isFalse(Condition.READY, reason, message)
            .isFalse(Condition.REACHABLE, reason, message)
            .isUnknown(Condition.AUTHENTICATED, reason, "The login was not tried.");
        settled(conditions);
        yield new Shown(version, Optional.empty(), Optional.empty());
      }
      case StoreHealth.Refused(FailureClass failure, Problem why, Optional<String> version) -> {
        String reason = reason(failure);
        String message = Messages.of(why);
        conditions
            .isFalse(Condition.READY, reason, message)
            .isTrue(Condition.REACHABLE, "Answered", "The backend answers.")
            .isFalse(Condition.AUTHENTICATED, reason, message);
        settled(conditions);
        yield new Shown(version, Optional.empty(), Optional.empty());
      }
    };
  }

  private static void loggedIn(Conditions conditions) {
    conditions
        .isTrue(Condition.REACHABLE, "Answered", "The backend answers.")
        .isTrue(Condition.AUTHENTICATED, "LoggedIn", "The login is accepted.");
  }

  private static void ending(Conditions conditions, Instant end) {
    conditions
        .isTrue(Condition.REACHABLE, "Answered", "The backend answers.")
        .isTrue(
            Condition.AUTHENTICATED,
            NOT_RENEWED,
            "The login could not be renewed. It still works, and ends at "
                + end.truncatedTo(ChronoUnit.SECONDS)
                + ".");
  }

  private static void settled(Conditions conditions) {
    conditions.isFalse(Condition.RECONCILING, "Settled", "Nothing is under way.");
    stalled(conditions, false, "Settled", "Nothing is in the way.");
  }

  private static void stalled(
      Conditions conditions, boolean stalled, String reason, String message) {
    if (stalled) {
      conditions.isTrue(Condition.STALLED, reason, message);
    } else {
      conditions.isFalse(Condition.STALLED, "Settled", "It is tried again.");
    }
  }

  /** The reasons of a store's Ready are fewer than the error classes. */
  private static String reason(FailureClass failure) {
    return switch (failure) {
      case AuthFailed, AccessDenied, NotFound, SourceDeleted, Conflict -> "AuthFailed";
      case ScopeDenied -> "ScopeDenied";
      case Sealed -> "Sealed";
      case TlsError -> "TlsError";
      case Throttled, Unavailable, Timeout, InvalidData, Internal -> "Unavailable";
    };
  }

  private static String reason(ErrorClass kind) {
    return switch (kind) {
      case ConfigInvalid, CredentialMissing, ScopeDenied, TlsError -> kind.name();
      default -> "Unavailable";
    };
  }

  private record Shown(
      Optional<String> serverVersion, Optional<String> capabilities, Optional<String> tokenExpiry) {
    static final Shown NOTHING_NEW =
        new Shown(Optional.empty(), Optional.empty(), Optional.empty());
  }
}
