package dev.keyturn.operator.runtime;

import dev.keyturn.operator.controller.store.FakeReader;
import dev.keyturn.operator.controller.store.ProviderConfigs;
import dev.keyturn.operator.provider.fake.FakeProviderFactory;
import dev.keyturn.operator.source.http.BackendNetwork;
import dev.keyturn.operator.source.http.EndpointPolicy;
import dev.keyturn.operator.source.http.HostLookup;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What an operator takes from the process around it.
 *
 * @param clock wall clock of statuses, events and due times
 * @param nanoTime monotonic clock of timers and reads; leases and pauses keep the system's
 * @param beat within which timers notice that the monotonic clock was moved
 * @param inMemory reads {@code provider.fake}
 * @param names by which stores find their backends
 */
record Surroundings(
    InstantSource clock,
    LongSupplier nanoTime,
    Duration beat,
    ProviderConfigs.Reader inMemory,
    HostLookup names) {

  /** The system's clocks, and values that stand in the store itself. */
  static Surroundings real(Config config) {
    InstantSource clock = InstantSource.system();
    return new Surroundings(
        clock,
        System::nanoTime,
        Scheduler.BEAT,
        new FakeReader(new FakeProviderFactory(clock), config.allowFileProvider()),
        HostLookup.ofTheSystem());
  }

  /** The network with these names. */
  BackendNetwork network(EndpointPolicy endpoints) {
    return new BackendNetwork(endpoints, names);
  }

  /** A timer by these clocks. */
  <K> Scheduler<K> scheduler(String name, Consumer<K> wake) {
    return scheduler(name, wake, () -> {});
  }

  /** The same; looks at something else as well, each time that it looks at its work. */
  <K> Scheduler<K> scheduler(String name, Consumer<K> wake, Runnable look) {
    return new Scheduler<>(name, nanoTime, wake, look, beat);
  }
}
