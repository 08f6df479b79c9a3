package dev.keyturn.operator.runtime;

import dev.keyturn.operator.observe.OperatorMetrics;
import dev.keyturn.operator.source.guard.StoreGuards;
import java.util.Collection;

/** What the source tells the metrics, one series per backend type. */
record SourceMetrics(OperatorMetrics metrics) {

  void register(Collection<String> providers, StoreGuards guards) {
    for (String provider : providers) {
      metrics.providerConfigured(provider);
      metrics.gauge(
          "keyturn.circuit.open",
          "1 while a store of this backend type is not called because it is down.",
          guards,
          all -> all.isAnyShut(provider) ? 1 : 0,
          "provider",
          provider);
    }
  }
}
