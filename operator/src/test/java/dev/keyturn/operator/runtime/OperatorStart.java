package dev.keyturn.operator.runtime;

import dev.keyturn.operator.controller.store.ProviderConfigs;
import dev.keyturn.operator.source.http.HostLookup;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** Starts an operator with clocks and a backend of the test's own. */
public final class OperatorStart {
  /** Short: a step of the clock that a test moves must not take a second to be seen. */
  private static final Duration BEAT = Duration.ofMillis(20);

  private OperatorStart() {}

  public static OperatorRuntime start(
      Config config, InstantSource clock, LongSupplier nanoTime, ProviderConfigs.Reader inMemory)
      throws StartException {
    return start(config, clock, nanoTime, inMemory, HostLookup.ofTheSystem());
  }

  /** The same, with names of the test's own. */
  public static OperatorRuntime start(
      Config config,
      InstantSource clock,
      LongSupplier nanoTime,
      ProviderConfigs.Reader inMemory,
      HostLookup names)
      throws StartException {
    return OperatorRuntime.start(config, new Surroundings(clock, nanoTime, BEAT, inMemory, names));
  }
}
