package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Logins that were replaced. One of them may still carry a call, so each ends a little later: it is
 * revoked where it is ours, in at most two seconds, and its token is wiped. Thread-safe.
 */
final class RetiredSessions {
  private static final Duration LEAST_GRACE = Duration.ofSeconds(20);
  private static final Duration REVOKE_TIME = Duration.ofSeconds(2);

  private final ProviderClient client;
  private final Instrumented calls;
  private final ScheduledExecutorService timer;
  private final boolean revoking;
  private final Duration grace;
  private final List<Retired> waiting = new ArrayList<>();

  /**
   * @param revoking false where what was made by a login has to outlive its use
   * @param request time of one call, which may have begun with the login just now
   */
  RetiredSessions(
      ProviderClient client,
      Instrumented calls,
      ScheduledExecutorService timer,
      boolean revoking,
      Duration request) {
    this.grace = grace(request);
    this.revoking = revoking;
    this.client = client;
    this.calls = calls;
    this.timer = timer;
  }

  /** How long what a call may still need is kept after it was replaced. */
  static Duration grace(Duration request) {
    Duration longest = request.plusSeconds(5);
    return longest.compareTo(LEAST_GRACE) > 0 ? longest : LEAST_GRACE;
  }

  /** Another login took its place, if there was one. */
  void add(@Nullable Session replaced) {
    if (replaced != null) {
      later(new Retired(replaced, revoking && replaced.ownedByUs()));
    }
  }

  /** The login was renewed: it lives on, and only our older copy of its token goes. */
  void addRenewed(Session before, Session renewed) {
    if (before.token() != renewed.token()) {
      later(new Retired(before, false));
    }
  }

  private void later(Retired replaced) {
    synchronized (waiting) {
      waiting.add(replaced);
    }
    if (!timer.isShutdown()) {
      timer.schedule(
          () -> Thread.ofVirtual().start(() -> endOnce(replaced)),
          grace.toMillis(),
          TimeUnit.MILLISECONDS);
    }
  }

  /** Ends all of them now. */
  void endAll() {
    List<Retired> rest;
    synchronized (waiting) {
      rest = List.copyOf(waiting);
      waiting.clear();
    }
    rest.forEach(this::end);
  }

  private void endOnce(Retired replaced) {
    boolean mine;
    synchronized (waiting) {
      mine = waiting.removeIf(each -> each == replaced);
    }
    if (mine) {
      end(replaced);
    }
  }

  private void end(Retired over) {
    Session session = over.session;
    if (over.revoked) {
      calls.run("revoke", () -> client.revoke(session, Deadline.after(REVOKE_TIME)));
    }
    session.token().close();
  }

  /** Compared by identity: a session has no hash code. */
  private static final class Retired {
    private final Session session;
    private final boolean revoked;

    Retired(Session session, boolean revoked) {
      this.session = session;
      this.revoked = revoked;
    }
  }
}
