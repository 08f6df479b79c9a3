package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Outcome;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** Calls that nobody shares and nothing is kept of: they wait for nobody, and count as reads do. */
record SoleCalls(
    Instrumented calls, Logins logins, GuardedCalls guarded, Supplier<Deadline> deadlines) {

  <T> Outcome<T> run(String operation, String path, Function<Call, Outcome<T>> call) {
    Deadline deadline = deadlines.get();
    return guarded.alone(lease ->
        logins.with(
            operation + " " + path,
            deadline,
            session -> {
              lease.called();
              Call made =
                  new Call(session, deadline, UUID.randomUUID().toString(), calls.further(lease));
              return calls.runLent(operation, () -> call.apply(made));
            }));
  }
}
