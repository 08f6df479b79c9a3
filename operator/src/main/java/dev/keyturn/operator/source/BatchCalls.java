package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.BatchReader;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.source.guard.Lease;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** Reads of several secrets in one call, which the store's guard counts once. */
record BatchCalls(
    BatchReader reader,
    Logins logins,
    Instrumented calls,
    GuardedCalls guarded,
    Supplier<Deadline> deadlines) {

  Outcome<Map<String, Outcome<RemoteValue>>> readAll(List<String> keys, Lease lease) {
    Deadline deadline = deadlines.get();
    return guarded.with(
        lease,
        () ->
            logins.with(
                "batch " + reader.group(keys.getFirst()),
                deadline,
                session -> {
                  lease.called();
                  Call call =
                      new Call(
                          session, deadline, UUID.randomUUID().toString(), calls.further(lease));
                  return calls.runLent("batch", () -> reader.readAll(keys, call));
                }));
  }
}
