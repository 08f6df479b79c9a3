package dev.keyturn.benchmarks.scenario;

import dev.keyturn.benchmarks.Settings;
import dev.keyturn.benchmarks.result.ScenarioResult;
import dev.keyturn.benchmarks.world.Counts;
import dev.keyturn.benchmarks.world.OperatorRun;
import dev.keyturn.benchmarks.world.Tenant;
import dev.keyturn.benchmarks.world.World;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** A second replica stands by; the one that acts ends, by SIGTERM and by SIGKILL. */
final class Failover implements Scenario {
  @Override
  public String id() {
    return "k";
  }

  @Override
  public String title() {
    return "Failover";
  }

  @Override
  public List<Integer> sizes(Settings settings) {
    return List.of(settings.choose(200, 1000));
  }

  @Override
  public ScenarioResult run(Bench bench, World world, int size) {
    Findings findings = new Findings();
    Duration window = bench.settings().window(5, 60);
    findings.parameter("window, s", window.toSeconds());
    world.writeValues(size + 2, bench.values(), Bench.FIRST);
    Tenant tenant = world.tenant("failover").withStore();
    tenant.syncs(size, Restart.INTERVAL);
    Change change = new Change(bench, world, findings, tenant, window);
    try (OperatorRun first = world.startOperator()) {
      bench.await(world, first, tenant.sights(size, Bench.FIRST), "Secrets");
      bench.settle();
      try (OperatorRun second = change.after("SIGTERM", OperatorRun::terminate, first, size);
          OperatorRun third = change.after("SIGKILL", OperatorRun::kill, second, size + 1)) {
        third.terminate();
      }
    }
    tenant.clear();
    return findings.result(this, size);
  }

  /** One replica follows another. */
  private record Change(
      Bench bench, World world, Findings findings, Tenant tenant, Duration window) {

    /**
     * Starts a standby and ends the leader in this way.
     *
     * @param fresh number of an object that is created while nobody leads
     * @return the standby, which leads now
     */
    OperatorRun after(String signal, Consumer<OperatorRun> end, OperatorRun leader, int fresh) {
      bench.progress().say("  a standby, then %s", signal);
      Tenant other = world.tenant("fresh").withStore();
      OperatorRun standby = world.startOperator();
      standby.awaitReady();
      bench.settle();
      findings.lower("processor time of a standby's start", "s", standby.reading().cpuSeconds());
      Figures.memory(findings, standby);
      Counts counts = world.counts();
      long asked = System.nanoTime();
      end.accept(leader);
      other.sync(Tenant.name(fresh), Tenant.path(fresh), Restart.INTERVAL);
      bench.await(world, standby, List.of(other.sight(fresh, Bench.FIRST)), "new Secret");
      String name = signal + " to a new Secret";
      findings.lower(name, "s", (world.watch().at(other.sight(fresh, Bench.FIRST)) - asked) / 1e9);
      bench.watchFor(window, "counting");
      Figures.untouched(findings, counts.take(), tenant, Tenant.path(fresh), signal);
      // A leader that leaves hands over at once; one that dies is waited for.
      findings.goal("SIGTERM to a new Secret", 5);
      findings.goal("SIGKILL to a new Secret", 20);
      other.clear();
      return standby;
    }
  }
}
