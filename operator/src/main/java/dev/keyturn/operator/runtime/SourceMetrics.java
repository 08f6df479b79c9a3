package dev.keyturn.operator.runtime;

import dev.keyturn.operator.observe.OperatorMetrics;
import dev.keyturn.operator.source.ConnectionPool;
import dev.keyturn.operator.source.Listening;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;

/** What the source tells the metrics, one series per backend type. */
record SourceMetrics(OperatorMetrics metrics) {

  void register(Collection<String> providers, ConnectionPool pool) {
    for (String provider : providers) {
      metrics.providerConfigured(provider);
      metrics.gauge(
          "keyturn.circuit.open",
          "1 while a store of this backend type is not called because it is down.",
          pool.guards(),
          all -> all.isAnyShut(provider) ? 1 : 0,
          "provider",
          provider);
    }
    for (Listening state : EnumSet.complementOf(EnumSet.of(Listening.IDLE))) {
      metrics.gauge(
          "keyturn.store.event.subscriptions",
          "Subscriptions to events of stores' backends.",
          pool,
          all -> all.listening(state),
          "state",
          state.name().toLowerCase(Locale.ROOT));
    }
  }
}
