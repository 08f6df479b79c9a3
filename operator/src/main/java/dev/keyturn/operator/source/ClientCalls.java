package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProbeReport;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.source.guard.Lease;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * Single calls of a client, each counted, with a time of its own and by the login that is kept.
 *
 * @param request time of one call
 */
record ClientCalls(
    ProviderClient client, Instrumented calls, Logins logins, Duration request, Ticks ticks) {

  Outcome<RemoteValue> read(RemoteRef ref, Lease lease) {
    Deadline deadline = deadline();
    return logins.with(
        "read " + ref.key(),
        deadline,
        session -> {
          lease.called();
          return calls.runLent(
              "read", () -> client.read(ref, call(session, deadline, calls.further(lease))));
        });
  }

  /** What the backend says of the configuration. */
  Outcome<List<ConfigProblem>> verify() {
    Deadline deadline = deadline();
    return logins.with(
        "verify",
        deadline,
        session -> calls.run("health", () -> client.verify(call(session, deadline, () -> {}))));
  }

  /** Without a login. */
  Outcome<ProbeReport> probe() {
    return calls.run("health", () -> client.probe(deadline()));
  }

  /** Makes sure that there is a login. */
  Outcome<ProviderClient.Done> authenticate() {
    return logins.sessions().current(deadline()).map(session -> new ProviderClient.Done());
  }

  Deadline deadline() {
    return Deadline.after(request, ticks.nanoTime());
  }

  private static Call call(Session session, Deadline deadline, Runnable further) {
    return new Call(session, deadline, UUID.randomUUID().toString(), further);
  }
}
