package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one login alive: a single login however many readers wait, renewed at two thirds of its
 * life, made anew once when the backend refuses it, revoked at the end. Thread-safe.
 */
final class SessionKeeper {
  private static final Duration LOGIN_TIME = Duration.ofSeconds(15);

  private final ProviderClient client;
  private final Instrumented calls;
  private final Ticks ticks;
  private final ScheduledExecutorService timer;
  private final RetiredSessions retired;
  private final RandomGenerator random;
  private final Consumer<Failure> notRenewed;
  private final LoginPauses pauses;
  private final ReentrantLock lock = new ReentrantLock();

  private volatile @Nullable Session session;
  private TokenMark mark = new TokenMark();
  private boolean replacedOnce;
  private long replacedAt;
  private @Nullable ScheduledFuture<?> renewal;
  private volatile boolean overdue;
  private boolean closed;

  /**
   * Keeps a login.
   *
   * @param notRenewed told why a login that still lives could not be renewed or replaced
   * @param retired takes the logins that were replaced
   */
  SessionKeeper(
      ProviderClient client,
      Instrumented calls,
      Ticks ticks,
      ScheduledExecutorService timer,
      RandomGenerator random,
      Consumer<Failure> notRenewed,
      RetiredSessions retired) {
    this.client = client;
    this.calls = calls;
    this.ticks = ticks;
    this.timer = timer;
    this.random = random;
    this.notRenewed = notRenewed;
    this.pauses = new LoginPauses(ticks);
    this.retired = retired;
  }

  /** The login, made now where there is none; waits at most until the deadline. */
  Outcome<Session> current(Deadline deadline) {
    Session held = session;
    return held != null ? Outcome.ok(held) : locked(deadline, this::heldOrNew);
  }

  /**
   * A login in place of one that the backend refused. Readers that were refused together share the
   * new one; a second refusal within a minute is taken as the backend's true answer, which is an
   * empty result. While no new login is to be had the refused one stays: it may be refused for one
   * path alone, and then the others go on.
   */
  Optional<Outcome<Session>> replace(Session refused, Deadline deadline) {
    Outcome<Optional<Session>> result =
        locked(
            deadline,
            () -> {
              Session held = session;
              if (held != null && held != refused) {
                return Outcome.ok(Optional.of(held));
              }
              if (replacedOnce
                  && ticks.since(replacedAt).compareTo(LoginPauses.AFTER_REFUSAL) < 0) {
                return Outcome.ok(Optional.empty());
              }
              Outcome<Session> fresh = loginUnlessPaused();
              if (fresh instanceof Outcome.Ok) {
                replacedOnce = true;
                replacedAt = ticks.now();
              }
              return fresh.map(Optional::of);
            });
    return switch (result) {
      case Outcome.Ok<Optional<Session>>(Optional<Session> fresh) -> fresh.map(Outcome::ok);
      case Outcome.Failed<Optional<Session>>(Failure failure) ->
          Optional.of(Outcome.failed(failure));
    };
  }

  /** The login that is held, and the mark that it keeps over all its renewals. */
  Optional<Marked> held() {
    lock.lock();
    try {
      return Optional.ofNullable(session).map(held -> new Marked(held, mark));
    } finally {
      lock.unlock();
    }
  }

  record Marked(Session session, TokenMark mark) {}

  /** When a login ends that we can neither renew nor make anew. */
  Optional<Instant> fixedEnd() {
    Session held = session;
    return held == null || held.renewable() || held.ownedByUs() ? Optional.empty() : held.expires();
  }

  /** When a login ends that could not be renewed or replaced; empty while all is well. */
  Optional<Instant> overdueEnd() {
    Session held = session;
    return overdue && held != null ? held.expires() : Optional.empty();
  }

  /** Revokes a login of ours, in at most two seconds, and forgets the token. */
  void close() {
    lock.lock();
    try {
      closed = true;
      cancelRenewal();
      retired.add(session);
      session = null;
      retired.endAll();
    } finally {
      lock.unlock();
    }
  }

  private Outcome<Session> heldOrNew() {
    Session held = session;
    return held != null ? Outcome.ok(held) : loginUnlessPaused();
  }

  private Outcome<Session> loginUnlessPaused() {
    if (closed) {
      return Outcome.failed(FailureClass.Unavailable);
    }
    return pauses.standing().<Outcome<Session>>map(Outcome::failed).orElseGet(this::login);
  }

  private Outcome<Session> login() {
    Outcome<Session> result =
        calls.run("login", () -> client.login(Deadline.after(LOGIN_TIME, ticks.nanoTime())));
    calls.loggedIn(client.loginMethod(), result);
    switch (result) {
      case Outcome.Ok<Session>(Session fresh) -> {
        Session replaced = session;
        session = fresh;
        mark = new TokenMark();
        overdue = false;
        retired.add(replaced);
        pauses.succeeded();
        renewLater(fresh, lifetime(fresh));
      }
      case Outcome.Failed<Session>(Failure failure) -> {
        pauses.failed(failure);
        warn(failure);
      }
    }
    return result;
  }

  /** A login that is held lives on, and nobody would see that it cannot be replaced. */
  private void warn(Failure why) {
    if (session != null) {
      overdue = true;
      notRenewed.accept(why);
    }
  }

  private void renewLater(Session held, Duration life) {
    cancelRenewal();
    if (held.expires().isEmpty() || life.isZero() || closed) {
      return;
    }
    double share = 2.0 / 3 * (0.9 + 0.1 * random.nextDouble());
    schedule(held, Duration.ofMillis((long) (life.toMillis() * share)), life);
  }

  private void schedule(Session held, Duration wait, Duration firstLife) {
    renewal =
        timer.schedule(
            () -> Thread.ofVirtual().start(() -> renew(held, firstLife)),
            wait.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private void renew(Session held, Duration firstLife) {
    lock.lock();
    try {
      if (closed || session != held) {
        return;
      }
      if (!held.renewable()) {
        loginAnew(held, firstLife);
        return;
      }
      Outcome<Session> result =
          calls.run(
              "renew", () -> client.renew(held, Deadline.after(LOGIN_TIME, ticks.nanoTime())));
      calls.loggedIn(client.loginMethod(), result);
      switch (result) {
        case Outcome.Ok<Session>(Session renewed) -> {
          session = renewed;
          overdue = false;
          retired.addRenewed(held, renewed);
          if (lifetime(renewed).multipliedBy(2).compareTo(firstLife) < 0) {
            // The greatest life of the token is near: a renewal would only be shorter still.
            loginAnew(renewed, firstLife);
          } else {
            renewLater(renewed, lifetime(renewed));
          }
        }
        case Outcome.Failed<Session>(Failure failure) -> {
          switch (failure.kind()) {
            case AuthFailed, AccessDenied, ScopeDenied, NotFound, InvalidData, SourceDeleted ->
                loginAnew(held, firstLife);
            case Throttled, Unavailable, Sealed, Timeout, TlsError, Conflict, Internal -> {
              warn(failure);
              tryAgain(held, firstLife);
            }
          }
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** While the old login still works, a failing new one stops nobody. */
  private void loginAnew(Session held, Duration firstLife) {
    if (!(login() instanceof Outcome.Ok)) {
      tryAgain(held, firstLife);
    }
  }

  private void tryAgain(Session held, Duration firstLife) {
    Duration left = left(held);
    if (left.isZero()) {
      session = null;
      return;
    }
    schedule(held, left.dividedBy(2).plusSeconds(1), firstLife);
  }

  private Duration lifetime(Session held) {
    return held.expires().map(end -> Duration.between(held.issued(), end)).orElse(Duration.ZERO);
  }

  private Duration left(Session held) {
    Duration left =
        held.expires().map(end -> Duration.between(calls.wallClock(), end)).orElse(Duration.ZERO);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private void cancelRenewal() {
    ScheduledFuture<?> pending = renewal;
    if (pending != null) {
      pending.cancel(false);
      renewal = null;
    }
  }

  private <T> Outcome<T> locked(Deadline deadline, java.util.function.Supplier<Outcome<T>> work) {
    try {
      if (!lock.tryLock(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
        return Outcome.failed(FailureClass.Timeout);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Outcome.failed(FailureClass.Timeout);
    }
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
