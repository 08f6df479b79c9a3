package dev.keyturn.operator.runtime;

import dev.keyturn.operator.controller.store.FakeReader;
import dev.keyturn.operator.controller.store.ProviderConfigs;
import dev.keyturn.operator.provider.fake.FakeProviderFactory;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * What an operator takes from the process around it.
 *
 * @param clock wall clock of statuses, events and due times
 * @param nanoTime monotonic clock of timers and reads; leases and pauses keep the system's
 * @param inMemory reads {@code provider.fake}
 */
record Surroundings(InstantSource clock, LongSupplier nanoTime, ProviderConfigs.Reader inMemory) {

  /** The system's clocks, and values that stand in the store itself. */
  static Surroundings real(Config config) {
    InstantSource clock = InstantSource.system();
    return new Surroundings(
        clock,
        System::nanoTime,
        new FakeReader(new FakeProviderFactory(clock), config.allowFileProvider()));
  }
}
