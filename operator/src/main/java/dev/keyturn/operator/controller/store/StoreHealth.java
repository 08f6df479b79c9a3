package dev.keyturn.operator.controller.store;

import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.provider.Capabilities;
import dev.keyturn.operator.provider.FailureClass;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a probe found. */
sealed interface StoreHealth {

  /**
   * Reached and logged in.
   *
   * @param tokenExpiry of a login that nobody here can renew
   * @param loginEnds of a login that should have been renewed by now, and could not be
   */
  record Valid(
      Capabilities capabilities,
      Optional<String> serverVersion,
      Optional<Instant> tokenExpiry,
      Optional<Instant> loginEnds)
      implements StoreHealth {}

  /** It works, but only a tenant's own login can tell whether that is accepted. */
  record Unverified() implements StoreHealth {}

  /** The manifest or a credential is not as it must be; no backend was asked. */
  record Misconfigured(Problem why) implements StoreHealth {}

  /** The backend was asked, and says that the manifest is not as it must be. */
  record Contradicted(Problem why, Optional<String> serverVersion) implements StoreHealth {}

  /** The login, or where it leads, is none that a scope of the namespace lists: it was given up. */
  record Denied(Problem why, Optional<String> serverVersion) implements StoreHealth {}

  /** The backend is not there, or sealed. */
  record Unreachable(FailureClass failure, Problem why, Optional<String> serverVersion)
      implements StoreHealth {}

  /** The backend is there, and refuses the login. */
  record Refused(FailureClass failure, Problem why, Optional<String> serverVersion)
      implements StoreHealth {}

  /**
   * The probe had no verdict: the backend was too busy for it, or it failed out of nothing and is
   * made once more. What is said of the store stays.
   *
   * @param pause that the backend asked for
   */
  record Undecided(
      FailureClass failure, Problem why, Optional<String> serverVersion, Optional<Duration> pause)
      implements StoreHealth {
    /** For a store of which nothing was said before. */
    Unreachable asUnreachable() {
      return new Unreachable(failure, why, serverVersion);
    }
  }
}
