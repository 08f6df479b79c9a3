package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.VersionMark;
import dev.keyturn.operator.provider.VersionReader;
import dev.keyturn.operator.source.guard.Lease;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Asks for versions by the login that is kept. A refusal brings no new login: whether it is the
 * login's, the read that follows tells.
 */
record VersionCalls(
    VersionReader versions,
    SessionKeeper sessions,
    Instrumented calls,
    Supplier<Deadline> deadline) {

  Outcome<Optional<VersionMark>> newest(RemoteRef ref, Lease lease) {
    Deadline until = deadline.get();
    return sessions
        .current(until)
        .then(session -> {
          lease.called();
          Call call = new Call(session, until, UUID.randomUUID().toString());
          return calls.runLent("check", () -> versions.newest(ref.key(), call));
        });
  }
}
