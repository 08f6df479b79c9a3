package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.Session;
import java.util.function.Function;

/** Makes calls with the login that is kept, and once again with a new one where it is refused. */
record Logins(SessionKeeper sessions) {

  <T> Outcome<T> with(Deadline deadline, Function<Session, Outcome<T>> call) {
    return sessions.current(deadline).then(session -> with(session, deadline, call));
  }

  private <T> Outcome<T> with(
      Session session, Deadline deadline, Function<Session, Outcome<T>> call) {
    Outcome<T> first = call.apply(session);
    if (!(first instanceof Outcome.Failed<T>(Failure failure)) || !refuses(failure)) {
      return first;
    }
    // Vault answers 403 both for a dead token and for a forbidden path: only a new login tells.
    return sessions.replace(session, deadline).map(fresh -> fresh.then(call)).orElse(first);
  }

  private static boolean refuses(Failure failure) {
    return failure.kind() == FailureClass.AuthFailed || failure.kind() == FailureClass.AccessDenied;
  }
}
