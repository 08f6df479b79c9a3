package dev.keyturn.operator.controller.sync;

import dev.keyturn.operator.controller.store.Opening;
import dev.keyturn.operator.controller.store.StoreConnections;
import dev.keyturn.operator.controller.store.StoreDirectory;
import dev.keyturn.operator.controller.store.StoreKey;
import dev.keyturn.operator.engine.plan.Observed;
import dev.keyturn.operator.engine.plan.SyncSettings;
import dev.keyturn.operator.engine.tenancy.StoreIdentity;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProbeReport;
import dev.keyturn.operator.source.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The stores that a sync reads from by its spec, and how they are; no fallback is among them. */
record SourceStores(StoreDirectory stores, StoreConnections connections) {

  /** Each of them once. */
  static List<StoreKey> of(String namespace, SyncSettings settings) {
    StoreIdentity own = settings.shaping().store();
    List<StoreIdentity> read = new ArrayList<>();
    if (!settings.issues().isEmpty()) {
      read.add(own);
    }
    settings.groups().forEach(group -> read.add(group.store().orElse(own)));
    settings.entries().forEach(entry -> read.add(entry.remote().store().orElse(own)));
    return read.stream().distinct().map(store -> StoreKey.of(namespace, store)).toList();
  }

  /** UID and generation of each, as far as it is there. */
  List<String> versions(List<StoreKey> keys) {
    return keys.stream()
        .flatMap(key ->
            Stream.of(
                key.text(),
                stores
                    .find(key)
                    .map(store ->
                        store.getMetadata().getUid() + "/" + store.getMetadata().getGeneration())
                    .orElse("")))
        .toList();
  }

  /**
   * True where the store has been well for the last minute. Where nothing but absent secrets was
   * asked of it meanwhile, its health is asked for now, which takes one call.
   */
  boolean isWell(StoreKey key, Observed observed) {
    return stores
        .find(key)
        .map(store -> connections.open(store, observed.namespace()))
        .filter(opening -> opening instanceof Opening.Open(Connection store) && isWell(store))
        .isPresent();
  }

  private static boolean isWell(Connection store) {
    return switch (store.guard().health()) {
      case WELL -> true;
      case ILL -> false;
      case UNKNOWN ->
          switch (store.probe()) {
            case Outcome.Ok<ProbeReport>(ProbeReport report) when !report.sealed() -> {
              store.guard().sign(true);
              yield true;
            }
            case Outcome.Ok<ProbeReport> sealed -> false;
            case Outcome.Failed<ProbeReport> failed -> false;
          };
    };
  }
}
