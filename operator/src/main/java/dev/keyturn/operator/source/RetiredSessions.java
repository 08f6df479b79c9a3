package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Logins that were replaced. One of them may still carry a call, so each ends a little later: it is
 * revoked where it is ours, in at most two seconds, and its token is wiped. Thread-safe.
 */
final class RetiredSessions {
  private static final Duration GRACE = Duration.ofSeconds(20);
  private static final Duration REVOKE_TIME = Duration.ofSeconds(2);

  private final ProviderClient client;
  private final Instrumented calls;
  private final ScheduledExecutorService timer;
  private final boolean revoking;
  private final List<Session> waiting = new ArrayList<>();

  /**
   * @param revoking false where what was made by a login has to outlive its use
   */
  RetiredSessions(
      ProviderClient client, Instrumented calls, ScheduledExecutorService timer, boolean revoking) {
    this.revoking = revoking;
    this.client = client;
    this.calls = calls;
    this.timer = timer;
  }

  void add(Session replaced) {
    synchronized (waiting) {
      waiting.add(replaced);
    }
    if (!timer.isShutdown()) {
      timer.schedule(
          () -> Thread.ofVirtual().start(() -> endOnce(replaced)),
          GRACE.toMillis(),
          TimeUnit.MILLISECONDS);
    }
  }

  /** Ends all of them now. */
  void endAll() {
    List<Session> rest;
    synchronized (waiting) {
      rest = List.copyOf(waiting);
      waiting.clear();
    }
    rest.forEach(this::end);
  }

  private void endOnce(Session replaced) {
    boolean mine;
    synchronized (waiting) {
      mine = waiting.removeIf(each -> each == replaced);
    }
    if (mine) {
      end(replaced);
    }
  }

  private void end(Session over) {
    if (revoking && over.ownedByUs()) {
      calls.run("revoke", () -> client.revoke(over, Deadline.after(REVOKE_TIME)));
    }
    over.token().close();
  }
}
