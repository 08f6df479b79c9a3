package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.source.guard.Lease;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** Calls that nobody shares and nothing is kept of. Each has its leave from the store's guard. */
record SoleCalls(
    Instrumented calls,
    Logins logins,
    GuardedCalls guarded,
    Supplier<Deadline> deadlines,
    EffectFence fence) {

  /** A call that changes nothing. */
  <T> Outcome<T> look(Lease lease, String operation, String path, Function<Call, Outcome<T>> call) {
    Deadline deadline = deadlines.get();
    return guarded.with(
        lease,
        () ->
            logins.with(
                operation + " " + path,
                deadline,
                session -> once(operation, call, session, deadline, lease)));
  }

  /** A call that changes something. */
  <T> Outcome<T> change(
      Lease lease, String operation, String path, Function<Call, Outcome<T>> call) {
    Deadline deadline = deadlines.get();
    return fence.before(() ->
        guarded.with(
            lease,
            () ->
                logins.with(
                    operation + " " + path,
                    deadline,
                    session -> fence.before(() -> once(operation, call, session, deadline, lease))),
            fence.mayAct()));
  }

  private <T> Outcome<T> once(
      String operation,
      Function<Call, Outcome<T>> call,
      Session session,
      Deadline deadline,
      Lease lease) {
    lease.called();
    Call made = new Call(session, deadline, UUID.randomUUID().toString(), calls.further(lease));
    return calls.runLent(operation, () -> call.apply(made));
  }
}
