package dev.keyturn.operator.runtime;

import dev.keyturn.operator.engine.schedule.Lane;
import dev.keyturn.operator.observe.OperatorMetrics;
import java.util.Locale;
import java.util.stream.Stream;

/** What the schedule tells the metrics. */
record ScheduleMetrics(OperatorMetrics metrics) {

  void register(ClockWatch clock, LaneExecutor<?> workers, Scheduler<?>... timers) {
    metrics.counter(
        "keyturn.clock.jumps",
        "Jumps of the wall clock by more than five seconds.",
        clock,
        ClockWatch::jumps);
    metrics.counter(
        "keyturn.wake.failures",
        "Wakes that ended with a fault of the operator.",
        workers,
        lanes -> lanes.failures() + Stream.of(timers).mapToLong(Scheduler::failures).sum());
    for (Lane lane : Lane.values()) {
      metrics.gauge(
          "keyturn.reconcile.queue.depth",
          "Passes that wait for a worker.",
          workers,
          lanes -> lanes.waiting(lane),
          "lane",
          lane.name().toLowerCase(Locale.ROOT));
    }
  }
}
