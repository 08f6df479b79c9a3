package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.Session;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes calls with the login that is kept, and once again with a new one where it is refused. What
 * a new one was refused as well is the backend's true answer, and brings no other login.
 */
record Logins(SessionKeeper sessions, DeniedPaths denied) {

  Logins(SessionKeeper sessions, Ticks ticks) {
    this(sessions, new DeniedPaths(ticks));
  }

  /**
   * Makes a call.
   *
   * @param path what a right is needed for: the same text for the same call of another time
   */
  <T> Outcome<T> with(String path, Deadline deadline, Function<Session, Outcome<T>> call) {
    return sessions.current(deadline).then(session -> with(path, session, deadline, call));
  }

  private <T> Outcome<T> with(
      String path, Session session, Deadline deadline, Function<Session, Outcome<T>> call) {
    Outcome<T> first = call.apply(session);
    boolean isDenied = is(first, FailureClass.AccessDenied);
    if (!isDenied && !is(first, FailureClass.AuthFailed)) {
      if (first instanceof Outcome.Ok) {
        denied.remove(path);
      }
      return first;
    }
    if (isDenied && denied.contains(path)) {
      return first;
    }
    // Vault answers 403 both for a dead token and for a forbidden path: only a new login tells.
    Optional<Outcome<Session>> fresh = sessions.replace(session, deadline);
    if (fresh.isEmpty() && isDenied) {
      denied.add(path);
    }
    return fresh.map(login -> login.then(made -> again(path, made, call))).orElse(first);
  }

  private <T> Outcome<T> again(String path, Session made, Function<Session, Outcome<T>> call) {
    Outcome<T> second = call.apply(made);
    if (is(second, FailureClass.AccessDenied)) {
      denied.add(path);
    } else if (second instanceof Outcome.Ok) {
      denied.clear();
    }
    return second;
  }

  private static boolean is(Outcome<?> outcome, FailureClass kind) {
    return outcome instanceof Outcome.Failed<?>(Failure failure) && failure.kind() == kind;
  }
}
