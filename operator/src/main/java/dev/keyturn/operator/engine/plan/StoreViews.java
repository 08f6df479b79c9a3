package dev.keyturn.operator.engine.plan;

import dev.keyturn.operator.engine.tenancy.StoreIdentity;
import java.util.Map;

/** The stores that a sync names, as the caches show them. */
public record StoreViews(Map<StoreIdentity, StoreView> views) {
  public StoreViews {
    views = Map.copyOf(views);
  }

  /** The view of one of them. */
  public StoreView of(StoreIdentity store) {
    return views.getOrDefault(store, new StoreView.Missing(store.kind().name(), store.name()));
  }
}
