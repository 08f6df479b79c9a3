package dev.keyturn.operator.runtime.leadership;

import dev.keyturn.operator.runtime.leadership.LeaseGateway.Reply;
import dev.keyturn.operator.runtime.leadership.LeaseGateway.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Two candidates and one Lease in simulated time. Requests and answers take time and get lost, the
 * API goes dark, processes are stopped and killed, wall clocks are five minutes apart, and
 * monotonic clocks start anywhere.
 */
final class LeaseSimulation {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final Duration DEADLINE = Duration.ofSeconds(2);

  private final Random random;
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final List<Candidate> candidates = new ArrayList<>();
  private long now;
  private long order;
  private long darkUntil;
  private @Nullable LeaseRecord lease;
  private int version;
  private int generation;

  private int instantsWithTwoHolders;
  private int instantsWithAHolder;
  private int takeovers;
  private @Nullable Candidate lastHolder;

  /** What a run showed. */
  record Outcome(int instantsWithTwoHolders, int instantsWithAHolder, int takeovers) {}

  private record Event(long at, long order, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private final class Candidate {
    private final long clockOffset = random.nextLong(Long.MAX_VALUE / 4);
    private final Duration wallOffset;
    private LeaseClaim claim = newClaim();
    private long stoppedUntil;
    private int round;

    Candidate(Duration wallOffset) {
      this.wallOffset = wallOffset;
    }

    private LeaseClaim newClaim() {
      return new LeaseClaim("pod_" + generation++, LeaseTimes.DEFAULT);
    }

    long clock() {
      return now + clockOffset;
    }

    Instant wall() {
      return Instant.EPOCH.plusNanos(now).plus(wallOffset);
    }

    boolean holds() {
      return claim.holds(clock());
    }

    /** A process that is stopped does its next step when it goes on. */
    void whenRunning(Runnable action) {
      if (now < stoppedUntil) {
        at(stoppedUntil, () -> whenRunning(action));
      } else {
        action.run();
      }
    }

    void step() {
      int mine = ++round;
      long sentAt = clock();
      Request request = claim.next(sentAt, wall());
      long there = now + latency();
      // Stopped between the look at the clock and the first byte, in one of 20 rounds.
      boolean late = random.nextInt(20) == 0;
      Runnable arrive = () -> arrive(mine, request, sentAt);
      at(late ? there + random.nextLong(40 * SECOND) : there, arrive);
      at(now + DEADLINE.toNanos(), () -> answer(mine, request, sentAt, new Reply.Failed()));
    }

    private void arrive(int mine, Request request, long sentAt) {
      if (now < darkUntil) {
        return;
      }
      Reply reply = serve(request);
      if (random.nextInt(15) != 0) {
        at(now + latency(), () -> answer(mine, request, sentAt, reply));
      }
    }

    private void answer(int mine, Request request, long sentAt, Reply reply) {
      whenRunning(() -> {
        if (mine == round) {
          round++;
          Duration wait = claim.receive(request, sentAt, reply, clock());
          at(now + wait.toNanos() + random.nextLong(SECOND / 10), () -> whenRunning(this::step));
        }
      });
    }

    void restart() {
      claim = newClaim();
      round++;
      at(now + SECOND, () -> whenRunning(this::step));
    }
  }

  LeaseSimulation(long seed) {
    this.random = new Random(seed);
    candidates.add(new Candidate(Duration.ZERO));
    candidates.add(new Candidate(Duration.ofMinutes(5)));
  }

  Outcome run(Duration length) {
    candidates.forEach(candidate -> at(random.nextLong(SECOND), candidate::step));
    for (long t = 30 * SECOND; t < length.toNanos(); t += (20 + random.nextLong(100)) * SECOND) {
      at(t, this::disturb);
    }
    at(0, this::observe);
    while (!events.isEmpty() && events.peek().at() < length.toNanos()) {
      Event event = events.poll();
      now = event.at();
      event.action().run();
    }
    return new Outcome(instantsWithTwoHolders, instantsWithAHolder, takeovers);
  }

  private void disturb() {
    Candidate victim = candidates.get(random.nextInt(candidates.size()));
    switch (random.nextInt(4)) {
      case 0 -> darkUntil = now + random.nextLong(60 * SECOND);
      case 1 -> victim.stoppedUntil = now + random.nextLong(90 * SECOND);
      case 2 -> victim.restart();
      default -> {
        var request = victim.claim.release(victim.wall());
        request.ifPresent(this::serve);
        victim.restart();
      }
    }
  }

  private void observe() {
    at(now + SECOND / 4, this::observe);
    List<Candidate> holders = new ArrayList<>(candidates);
    holders.removeIf(candidate -> !candidate.holds());
    if (holders.size() > 1) {
      instantsWithTwoHolders++;
    }
    if (holders.size() == 1) {
      instantsWithAHolder++;
      if (lastHolder != holders.getFirst()) {
        takeovers++;
        lastHolder = holders.getFirst();
      }
    }
  }

  private Reply serve(Request request) {
    return switch (request) {
      case Request.Read() -> lease == null ? new Reply.Missing() : stands(lease);
      case Request.Create(LeaseRecord created) ->
          lease == null ? write(created) : new Reply.Conflict();
      case Request.Update(LeaseRecord updated, String expected) -> {
        boolean current = lease != null && expected.equals(Integer.toString(version));
        yield current ? write(updated) : new Reply.Conflict();
      }
    };
  }

  private Reply write(LeaseRecord record) {
    version++;
    lease = record;
    return stands(record);
  }

  private Reply stands(LeaseRecord record) {
    return new Reply.Stands(record, Integer.toString(version));
  }

  private long latency() {
    return random.nextInt(10) == 0 ? random.nextLong(2 * SECOND) : random.nextLong(SECOND / 20);
  }

  private void at(long time, Runnable action) {
    events.add(new Event(time, order++, action));
  }
}
