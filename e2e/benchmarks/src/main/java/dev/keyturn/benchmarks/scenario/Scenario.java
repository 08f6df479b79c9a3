package dev.keyturn.benchmarks.scenario;

import dev.keyturn.benchmarks.Settings;
import dev.keyturn.benchmarks.result.ScenarioResult;
import dev.keyturn.benchmarks.world.World;
import java.util.List;

/** One of the situations that an operator is measured in. */
public interface Scenario {

  /** Its letter. */
  String id();

  String title();

  /** The numbers of objects that it is run with unless others are asked for. */
  List<Integer> sizes(Settings settings);

  /** Runs it in a world that holds nothing of an earlier scenario that is still at work. */
  ScenarioResult run(Bench bench, World world, int size);

  /** All of them, in order. */
  static List<Scenario> all() {
    return List.of(
        new ColdSync(),
        new CreateStorm(),
        new SteadyState(),
        new Propagation(),
        new Restart(),
        new SharedPath(),
        new SealedBackend(),
        new TenantNoise(),
        new LargeSecrets(),
        new Footprint(),
        new Failover(),
        new SingleParts(),
        new HangingStores(),
        new Profile());
  }
}
