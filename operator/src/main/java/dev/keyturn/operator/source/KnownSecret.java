package dev.keyturn.operator.source;

import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What is known of one secret, and who wants to know it. Guarded by itself. */
final class KnownSecret {
  private final Set<String> readers = ConcurrentHashMap.newKeySet();
  private @Nullable Flight flight;
  private @Nullable Answer last;
  private final VersionCheck check;
  private final OlderVersion older = new OlderVersion();
  private int refusals;
  private long wishedAt;
  private long greatestAge = Long.MAX_VALUE;
  private long greatestAgeBefore = Long.MAX_VALUE;
  private boolean written;
  private long writtenAt;

  /**
   * A secret of which nothing is known yet.
   *
   * @param listed see {@link VersionCheck}
   */
  KnownSecret(boolean listed) {
    this.check = new VersionCheck(listed);
  }

  /** True for a reader that was not among them. */
  boolean enter(String reader) {
    return readers.add(reader);
  }

  /** True where nobody is left who wants to know it. */
  boolean leave(String reader) {
    readers.remove(reader);
    return isUnread();
  }

  /** True where nobody reads it, and no read is on its way. */
  boolean isUnread() {
    return readers.isEmpty() && flight == null;
  }

  /** Somebody wishes to know it; an answer may be as old as the most demanding one allows. */
  void wished(ReadWish wish, long now) {
    greatestAge = Math.min(greatestAge, wish.greatestAge().toNanos());
    wishedAt = now;
    if (wish.requested()) {
      older.asked(wish.notBefore());
    }
  }

  /** Whether an older version is believed. */
  OlderVersion older() {
    return older;
  }

  /**
   * When it was read, where that is a tenth as long ago as its readers bear, they still ask, and
   * nobody reads it now.
   */
  synchronized OptionalLong readLongAgo(long now) {
    long borne = Math.min(greatestAge, greatestAgeBefore);
    return flight == null
            && last instanceof Answer.Good good
            && now - good.startedAt() >= borne / 10
            && now - wishedAt <= borne + borne / 2
        ? OptionalLong.of(good.startedAt())
        : OptionalLong.empty();
  }

  /** Who wants to know it. */
  Set<String> readers() {
    return Set.copyOf(readers);
  }

  /** It was written: what was read before answers nobody any more. */
  void written(long now) {
    written = true;
    writtenAt = now;
  }

  /** The wish, for an answer that knows what we wrote. */
  ReadWish afterWrites(ReadWish wish) {
    if (!written) {
      return wish;
    }
    return new ReadWish(
        wish.reader(),
        wish.ref(),
        wish.seen(),
        later(wish.notBefore()),
        wish.greatestAge(),
        wish.deadline(),
        later(wish.refusedNotBefore()),
        wish.requested());
  }

  private long later(long moment) {
    return writtenAt - moment > 0 ? writtenAt : moment;
  }

  /** The read on its way, where it answers the wish and somebody still waits for it. */
  @Nullable Flight underWay(ReadWish wish) {
    Flight running = flight;
    return running != null
            && running.startedAt() - wish.notBefore() >= 0
            && running.serves(wish)
            && running.isAwaited()
        ? running
        : null;
  }

  /** What a check of the version may confirm to the reader; null where only a read will do. */
  VersionCheck.@Nullable Confirmable checkable(ReadWish wish) {
    return last instanceof Answer.Good good
            && wish.ref().version().isEmpty()
            && wish.saw(good.seen())
        ? check.of(good.seen())
        : null;
  }

  /** When to ask for the version alone. */
  VersionCheck check() {
    return check;
  }

  void start(Flight fresh) {
    flight = fresh;
  }

  void landed(Flight done) {
    if (flight == done) {
      flight = null;
    }
  }

  @Nullable Answer last() {
    return last;
  }

  /**
   * A list told the newest version: what was read last is confirmed where that is still the same,
   * and nobody reads it now.
   *
   * @param mark keyed hash of the version and its tags
   * @param startedAt when the list began
   */
  void confirm(String mark, long startedAt) {
    if (flight == null
        && last instanceof Answer.Good(Seen seen, @Nullable HeldValue held)
        && startedAt - seen.startedAt() > 0) {
      VersionCheck.Confirmable confirmable = check.of(seen);
      if (confirmable != null && confirmable.mark().equals(mark)) {
        remember(new Answer.Good(new Seen(seen.fingerprint(), seen.version(), startedAt), null));
      }
    }
  }

  boolean isNewest(Flight done) {
    return last == null || done.startedAt() - last.startedAt() >= 0;
  }

  void remember(Answer answer) {
    switch (answer) {
      case Answer.Good good -> {
        last = new Answer.Good(good.seen(), null);
        greatestAgeBefore = greatestAge;
        greatestAge = Long.MAX_VALUE;
        refusals = 0;
      }
      case Answer.Refused refused -> {
        boolean again =
            last instanceof Answer.Refused before
                && before.failure().kind() == refused.failure().kind();
        refusals = again ? refusals + 1 : 1;
        last = refused;
      }
    }
  }

  /** True where what was read last may answer the wish. */
  boolean answers(Answer.Good good, ReadWish wish, Ticks ticks) {
    return isFresh(good, wish, ticks);
  }

  /** True where the refusal may answer the wish. */
  boolean answers(Answer.Refused refused, ReadWish wish, Ticks ticks) {
    return isFresh(refused, wish, ticks)
        && refused.startedAt() - wish.refusedNotBefore() >= 0
        && ticks
                .since(refused.startedAt())
                .compareTo(Refusals.lifetime(refused.failure().kind(), refusals))
            < 0;
  }

  /**
   * Those for whom the answer is news. Who waits for the flight sees it there, and would only read
   * again.
   */
  Set<String> toTell(Answer answer, Flight done) {
    if (!differs(last, answer)) {
      return Set.of();
    }
    Set<String> others = new HashSet<>(readers);
    others.removeAll(done.readers());
    return others;
  }

  private static boolean isFresh(Answer answer, ReadWish wish, Ticks ticks) {
    return answer.startedAt() - wish.notBefore() >= 0
        && ticks.since(answer.startedAt()).compareTo(wish.greatestAge()) < 0;
  }

  private static boolean differs(@Nullable Answer before, Answer now) {
    return switch (before) {
      case null -> false;
      case Answer.Refused refused -> now instanceof Answer.Good;
      case Answer.Good(Seen seen, @Nullable HeldValue held) ->
          !(now instanceof Answer.Good good
              && good.seen().fingerprint().equals(seen.fingerprint()));
    };
  }
}
