package dev.keyturn.operator.kube.event;

import dev.keyturn.operator.kube.Fence;
import dev.keyturn.operator.kube.client.ApiServer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Takes facts from any thread at once and writes them as Events on its own, at most ten calls per
 * second. What does not fit, or cannot be written, is dropped and counted: an Event is never worth
 * waiting for.
 */
public final class EventRecorder implements AutoCloseable {
  private static final int QUEUE = 1_000;
  private static final Duration BETWEEN_CALLS = Duration.ofMillis(100);
  private static final Duration TICK = Duration.ofSeconds(1);

  private final BlockingQueue<EventFact> queue = new ArrayBlockingQueue<>(QUEUE);
  private final LongAdder dropped = new LongAdder();
  private final Predicate<EventCall> sink;
  private final EventSeries series;
  private final InstantSource clock;
  private final Pace pace;
  private @Nullable Thread worker;

  /** Waits between two calls. */
  @FunctionalInterface
  interface Pace {
    void await(Duration wait) throws InterruptedException;
  }

  /**
   * @param instance name of the pod, for {@code reportingInstance}
   */
  public EventRecorder(ApiServer api, Fence fence, String instance, InstantSource clock) {
    this(
        new EventSink(api, fence, instance)::send,
        new EventSeries(() -> UUID.randomUUID().toString().replace("-", "").substring(0, 16)),
        clock,
        Thread::sleep);
  }

  EventRecorder(Predicate<EventCall> sink, EventSeries series, InstantSource clock, Pace pace) {
    this.sink = sink;
    this.series = series;
    this.clock = clock;
    this.pace = pace;
  }

  /** Returns at once. */
  public void record(EventFact fact) {
    if (!queue.offer(fact)) {
      dropped.increment();
    }
  }

  /** Events lost since the start: the queue was full, or the API server did not take them. */
  public long dropped() {
    return dropped.sum();
  }

  public void start() {
    worker = Thread.ofVirtual().name("event-recorder").start(this::run);
  }

  /** What is still queued is lost; nobody waits for it. */
  @Override
  public void close() {
    if (worker != null) {
      worker.interrupt();
    }
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        EventFact fact = queue.poll(TICK.toMillis(), TimeUnit.MILLISECONDS);
        step(fact);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One round: the fact, where there is one, and what is due. */
  void step(@Nullable EventFact fact) throws InterruptedException {
    Instant now = clock.instant();
    if (fact != null) {
      var call = series.observe(fact, now);
      if (call.isPresent()) {
        send(call.get());
      }
    }
    for (EventCall due : series.tick(now)) {
      send(due);
    }
  }

  private void send(EventCall call) throws InterruptedException {
    if (!sink.test(call)) {
      dropped.increment();
    }
    pace.await(BETWEEN_CALLS);
  }
}
