package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.ChangeFeed;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.Outcome;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to what a backend tells of changes while the secrets of a connection have readers: one
 * subscription, opened after the login, again after each new one and after it has ended. What it is
 * told is gathered for a moment. What happened while it did not listen is left to the refreshes.
 * Thread-safe.
 */
final class ChangeWatch {
  private static final Logger LOG = LoggerFactory.getLogger(ChangeWatch.class);

  /** Between two attempts at least. */
  private static final Duration PACE = Duration.ofSeconds(15);

  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final Duration UNSUPPORTED = Duration.ofHours(1);
  private static final Duration GATHER = Duration.ofMillis(500);

  private final ChangeFeed feed;
  private final String provider;
  private final Duration request;
  private final Instrumented calls;
  private final Ticks ticks;
  private final PoolParts parts;
  private final Supplier<SessionKeeper> sessions;
  private final Set<String> told = new HashSet<>();
  private Listening state = Listening.IDLE;
  private boolean awake;
  private int failures;
  private boolean tried;
  private long triedAt;
  private long openedAt;
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
   */
  ChangeWatch(
      ChangeFeed feed,
      ConnectionSettings settings,
      Instrumented calls,
      Ticks ticks,
      PoolParts parts,
      Supplier<SessionKeeper> sessions) {
    this.feed = feed;
    this.provider = settings.provider();
    this.request = settings.request();
    this.calls = calls;
    this.ticks = ticks;
    this.parts = parts;
    this.sessions = sessions;
  }

  /** Somebody reads. */
  synchronized void wake(SharedReads readers) {
    reads = readers;
    if (!awake) {
      awake = true;
      plan(Duration.ZERO);
    }
  }

  /** There is a new login: whatever the old one was told counts no more. */
  synchronized void loggedIn() {
    if (awake) {
      failures = 0;
      plan(Duration.ZERO);
    }
  }

  /** Nobody reads any more, or may not. */
  synchronized void sleep() {
    awake = false;
    planned++;
    told.clear();
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
    Duration pause = tried ? PACE.minus(ticks.since(triedAt)) : Duration.ZERO;
    later(longer(wait, pause), () -> Thread.ofVirtual().start(() -> attempt(mine)));
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
      tried = true;
      triedAt = ticks.now();
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
    openedAt = ticks.now();
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
    failures++;
    switch (failure.kind()) {
      case NotFound -> {
        enter(Listening.UNSUPPORTED);
        plan(jittered(UNSUPPORTED));
      }
      case AccessDenied, AuthFailed -> {
        enter(Listening.DENIED);
        plan(backoff());
      }
      case ScopeDenied,
          InvalidData,
          SourceDeleted,
          Throttled,
          Unavailable,
          Sealed,
          Timeout,
          TlsError,
          Conflict,
          Internal -> {
        enter(Listening.RETRYING);
        plan(longer(backoff(), failure.retryAfter().orElse(Duration.ZERO)));
      }
    }
  }

  private synchronized void ended(Heard heard) {
    heard.over = true;
    if (current != heard || subscription == null) {
      return;
    }
    failures = ticks.since(openedAt).compareTo(LONGEST) > 0 ? 1 : failures + 1;
    leave();
    enter(Listening.RETRYING);
    plan(backoff());
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
      boolean first = told.isEmpty();
      if (current == heard && told.add(key) && first) {
        later(GATHER, () -> Thread.ofVirtual().start(this::tell));
      }
    }
  }

  private void tell() {
    Set<String> keys;
    SharedReads readers;
    synchronized (this) {
      keys = Set.copyOf(told);
      readers = reads;
      told.clear();
    }
    if (readers != null && !keys.isEmpty()) {
      Set<String> waiting = readers.outdated(keys);
      if (!waiting.isEmpty()) {
        parts.listener().secretHinted(waiting);
      }
    }
  }

  private void enter(Listening next) {
    if (state == next) {
      return;
    }
    state = next;
    if (next != Listening.IDLE) {
      LOG.atInfo()
          .addKeyValue("provider", provider)
          .addKeyValue("state", next.name().toLowerCase(Locale.ROOT))
          .log("event subscription");
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

  private Duration backoff() {
    Duration grown = PACE.multipliedBy(1L << Math.min(failures - 1, 10));
    return jittered(grown.compareTo(LONGEST) < 0 ? grown : LONGEST);
  }

  private Duration jittered(Duration wait) {
    return Duration.ofMillis((long) (wait.toMillis() * (1 + 0.2 * parts.random().nextDouble())));
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
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
