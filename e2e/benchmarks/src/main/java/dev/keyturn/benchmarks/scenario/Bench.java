package dev.keyturn.benchmarks.scenario;

import dev.keyturn.benchmarks.Settings;
import dev.keyturn.benchmarks.world.OperatorRun;
import dev.keyturn.benchmarks.world.Pause;
import dev.keyturn.benchmarks.world.Progress;
import dev.keyturn.benchmarks.world.TargetWatch.Sight;
import dev.keyturn.benchmarks.world.Values;
import dev.keyturn.benchmarks.world.World;
import java.time.Duration;
import java.util.Collection;

/** What every scenario needs. */
public record Bench(Settings settings, Progress progress) {
  /** The default of {@code --workers}. */
  static final int WORKERS = 32;

  static final String NEVER = "24h";
  static final String FIRST = "v0";
  private static final Duration LIMIT = Duration.ofMinutes(8);
  private static final Duration SETTLING = Duration.ofSeconds(3);

  /** Secrets of five keys, 1 KiB in all. */
  Values values() {
    return Values.ordinary(settings.seed());
  }

  /** Waits until all of them were seen, and says so meanwhile. */
  void await(World world, OperatorRun run, Collection<Sight> sights, String what) {
    world
        .watch()
        .await(
            sights,
            LIMIT,
            run::isAlive,
            seen -> progress.say("    %s: %d of %d", what, seen, sights.size()));
  }

  /** Lets the operator finish what follows a Secret: status and event. */
  void settle() {
    Pause.of(SETTLING);
  }

  /** Lets every object come round once on the grid of refreshes; a quick run does without. */
  void settleOnGrid(Duration interval) {
    switch (settings.mode()) {
      case QUICK -> settle();
      case FULL -> watchFor(interval, "settling on the grid");
    }
  }

  /** Lets the time pass, and says so every ten seconds. */
  void watchFor(Duration time, String what) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      progress.say("    %s: %d s to go", what, (end - System.nanoTime()) / 1_000_000_000);
      Pause.until(Math.min(end, System.nanoTime() + 10_000_000_000L));
    }
  }
}
