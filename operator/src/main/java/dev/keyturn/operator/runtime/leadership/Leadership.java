package dev.keyturn.operator.runtime.leadership;

import dev.keyturn.operator.runtime.leadership.LeaseGateway.Reply;
import dev.keyturn.operator.runtime.leadership.LeaseGateway.Request;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this process may act. It is asked before each effect, and answers from a monotonic clock
 * and the last renewal: no call, no lock. Thread-safe.
 *
 * <p>The clock must go on while the process is stopped; a machine that sleeps as a whole may stop
 * it, and is then caught by versions alone.
 */
public final class Leadership implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

  /** A renewal under way when the process ends is waited for so long. */
  private static final Duration LAST_CALL = Duration.ofSeconds(3);

  private final LeaseGateway gateway;
  private final LeaseClaim claim;
  private final LongSupplier nanoTime;
  private final InstantSource clock;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private volatile Supplier<Optional<Instant>> served = Optional::empty;
  private volatile boolean closed;
  private volatile long lastStep;
  private volatile long lastAnswer;
  private boolean told;
  private @Nullable Thread thread;

  /** Is told of changes, on the thread of the lease: must return at once. */
  public interface Listener {
    void gained();

    void lost();
  }

  /**
   * @param identity of this process, as {@link #identity} makes it
   * @param nanoTime monotonic clock that everything is decided on
   * @param clock for the times that people read in the Lease
   */
  public Leadership(
      LeaseGateway gateway,
      String identity,
      LeaseTimes times,
      LongSupplier nanoTime,
      InstantSource clock) {
    this.gateway = gateway;
    this.claim = new LeaseClaim(identity, times);
    this.nanoTime = nanoTime;
    this.clock = clock;
    this.lastStep = nanoTime.getAsLong();
    this.lastAnswer = lastStep;
  }

  /** A restarted container of the same pod is another candidate. */
  public static String identity(String pod) {
    return pod + "_" + UUID.randomUUID().toString().substring(0, 8);
  }

  public void addListener(Listener listener) {
    listeners.add(listener);
  }

  /**
   * What each renewal says of the work that is done; where it is empty, the Lease keeps its word.
   */
  public void publish(Supplier<Optional<Instant>> servedUntil) {
    served = servedUntil;
  }

  /**
   * Up to when the holder before had attempted all that was due. To be asked on the lease's thread:
   * by a listener.
   */
  public Optional<Instant> servedUntil() {
    return claim.servedUntil();
  }

  /** True while no other process can hold the lease. */
  public boolean holds() {
    return !closed && claim.holds(nanoTime.getAsLong());
  }

  /** For the liveness probe: how long ago the loop last ended a round. */
  public Duration sinceLastStep() {
    return Duration.ofNanos(nanoTime.getAsLong() - lastStep);
  }

  /** How long ago the API server last answered a call about the lease. */
  public Duration sinceLastAnswer() {
    return Duration.ofNanos(nanoTime.getAsLong() - lastAnswer);
  }

  public void start() {
    thread = Thread.ofPlatform().name("lease").daemon().start(this::run);
  }

  /** Stops acting at once, then gives the lease back, so that another need not wait for its end. */
  @Override
  public void close() {
    closed = true;
    if (thread != null) {
      thread.interrupt();
      try {
        thread.join(LAST_CALL);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    tell();
    claim.release(clock.instant()).map(this::telling).ifPresent(gateway::send);
  }

  /** The same write, with the news of the work done: it costs no write of its own. */
  private Request telling(Request request) {
    Optional<Instant> news = served.get();
    return switch (request) {
      case Request.Update(LeaseRecord lease, String version) when news.isPresent() ->
          new Request.Update(lease.servedUntil(news), version);
      case Request.Create(LeaseRecord lease) when news.isPresent() ->
          new Request.Create(lease.servedUntil(news));
      case Request.Update(_, _), Request.Create(_), Request.Read() -> request;
    };
  }

  private void run() {
    while (!closed) {
      try {
        Thread.sleep(step());
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.error("round of the lease failed, class {}", e.getClass().getName());
      }
    }
  }

  /** One call; returns the time to wait before the next. */
  Duration step() {
    long sentAt = nanoTime.getAsLong();
    Request next = claim.next(sentAt, clock.instant());
    Request request = told ? telling(next) : next;
    Reply reply = gateway.send(request);
    Duration wait = claim.receive(request, sentAt, reply, nanoTime.getAsLong());
    tell();
    if (!(reply instanceof Reply.Failed)) {
      lastAnswer = nanoTime.getAsLong();
    }
    lastStep = nanoTime.getAsLong();
    return wait;
  }

  private void tell() {
    boolean holds = holds();
    if (holds != told) {
      told = holds;
      LOG.info(holds ? "leadership gained" : "leadership lost");
      listeners.forEach(holds ? Listener::gained : Listener::lost);
    }
  }
}
