package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.ChangeFeed;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.Outcome;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to what a backend tells of changes while the secrets of a connection have readers: one
 * subscription, opened after the login, again after each new one and after it has ended. What
 * happened while it did not listen is left to the refreshes. Thread-safe.
 */
final class ChangeWatch {
  private static final Logger LOG = LoggerFactory.getLogger(ChangeWatch.class);

  private final ChangeFeed feed;
  private final String provider;
  private final Duration request;
  private final Instrumented calls;
  private final Ticks ticks;
  private final PoolParts parts;
  private final Supplier<SessionKeeper> sessions;
  private final BooleanSupplier acting;
  private final ListeningPace pace;
  private final Hints hints;
  private Listening state = Listening.IDLE;
  private boolean awake;
  private long planned;
  private @Nullable TokenMark login;
  private ChangeFeed.@Nullable Subscription subscription;
  private @Nullable Heard current;
  private @Nullable SharedReads reads;

  /**
   * A watch that is asleep.
   *
   * @param request time of the opening
   * @param sessions keeps the login
   * @param acting false while this replica does nothing of what it could be told
   */
  ChangeWatch(
      ChangeFeed feed,
      ConnectionSettings settings,
      Instrumented calls,
      Ticks ticks,
      PoolParts parts,
      Supplier<SessionKeeper> sessions,
      BooleanSupplier acting) {
    this.feed = feed;
    this.provider = settings.provider();
    this.request = settings.request();
    this.calls = calls;
    this.ticks = ticks;
    this.parts = parts;
    this.sessions = sessions;
    this.acting = acting;
    this.hints = new Hints(ticks, parts);
    this.pace = new ListeningPace(ticks, parts.random());
  }

  /** Somebody reads. */
  synchronized void wake(SharedReads readers) {
    reads = readers;
    if (!awake && acting.getAsBoolean()) {
      awake = true;
      plan(Duration.ZERO);
    }
  }

  /** There is a new login: whatever the old one was told counts no more. */
  synchronized void loggedIn() {
    if (awake) {
      pace.beginAnew();
      plan(Duration.ZERO);
    }
  }

  /** Nobody reads any more, or may not. */
  synchronized void sleep() {
    awake = false;
    planned++;
    hints.forget();
    login = null;
    enter(Listening.IDLE);
    leave();
  }

  synchronized boolean isAwake() {
    return awake;
  }

  synchronized Listening state() {
    return state;
  }

  /** Tries after this wait, and never sooner than the pace allows; any other plan is off. */
  private void plan(Duration wait) {
    long mine = ++planned;
    later(pace.atLeast(wait), () -> Thread.ofVirtual().start(() -> attempt(mine)));
  }

  private void attempt(long plan) {
    // A login on its way is waited for here, not under the lock.
    SessionKeeper.Marked held = sessions.get().held().orElse(null);
    Heard heard = new Heard();
    synchronized (this) {
      if (!awake || planned != plan || held == null) {
        return;
      }
      if (subscription != null && login == held.mark()) {
        return;
      }
      leave();
      login = held.mark();
      pace.attempted();
      current = heard;
    }
    Outcome<ChangeFeed.Subscription> outcome =
        calls.run(
            "subscribe",
            () -> feed.subscribe(held.session(), Deadline.after(request, ticks.nanoTime()), heard));
    switch (outcome) {
      case Outcome.Ok<ChangeFeed.Subscription>(ChangeFeed.Subscription opened) ->
          opened(heard, opened);
      case Outcome.Failed<ChangeFeed.Subscription>(Failure failure) -> refused(heard, failure);
    }
  }

  private synchronized void opened(Heard heard, ChangeFeed.Subscription opened) {
    if (current != heard) {
      opened.close();
      return;
    }
    subscription = opened;
    pace.opened();
    enter(Listening.OPEN);
    if (heard.over) {
      ended(heard);
    }
  }

  private synchronized void refused(Heard heard, Failure failure) {
    if (current != heard) {
      return;
    }
    current = null;
    enter(
        switch (failure.kind()) {
          case NotFound -> Listening.UNSUPPORTED;
          case AccessDenied, AuthFailed -> Listening.DENIED;
          case ScopeDenied,
              InvalidData,
              SourceDeleted,
              Throttled,
              Unavailable,
              Sealed,
              Timeout,
              TlsError,
              Conflict,
              Internal ->
              Listening.RETRYING;
        });
    plan(pace.afterRefusal(failure));
  }

  private synchronized void ended(Heard heard) {
    heard.over = true;
    if (current != heard || subscription == null) {
      return;
    }
    leave();
    enter(Listening.RETRYING);
    plan(pace.afterEnd());
  }

  private void leave() {
    current = null;
    ChangeFeed.Subscription open = subscription;
    subscription = null;
    if (open != null) {
      open.close();
    }
  }

  /** What nobody reads is not remembered: a backend may tell of anything. */
  private void changed(Heard heard, String key) {
    SharedReads readers;
    synchronized (this) {
      readers = reads;
      if (current != heard || readers == null) {
        return;
      }
    }
    if (!readers.isRead(key)) {
      return;
    }
    synchronized (this) {
      if (current == heard) {
        hints.add(key, readers);
      }
    }
  }

  /** Tells of a change of state, and only of that: what is tried in vain is told once. */
  private void enter(Listening next) {
    if (state == next) {
      return;
    }
    state = next;
    String means =
        switch (next) {
          case IDLE -> "";
          case OPEN -> "the backend tells of changes from now on";
          case RETRYING -> "the backend tells of no changes for now, refreshes alone find them";
          case DENIED -> "the login may not subscribe to events, refreshes alone find changes";
          case UNSUPPORTED -> "the backend has no events, refreshes alone find changes";
        };
    if (next != Listening.IDLE) {
      LOG.atInfo()
          .addKeyValue("provider", provider)
          .addKeyValue("state", next.name().toLowerCase(Locale.ROOT))
          .log(means);
    }
  }

  private void later(Duration wait, Runnable work) {
    try {
      var unused =
          parts.timer().schedule(work, Math.max(0, wait.toMillis()), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closed) {
      // Nothing is read any more.
    }
  }

  /** One subscription's ear: what comes from one that was left is not heard. */
  private final class Heard implements ChangeFeed.Listener {
    private boolean over;

    @Override
    public void changed(String key) {
      ChangeWatch.this.changed(this, key);
    }

    @Override
    public void ended() {
      ChangeWatch.this.ended(this);
    }
  }
}
