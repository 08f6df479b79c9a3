package dev.keyturn.operator.controller;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The informer cache of one kind, for the controllers of the others. Empty until the kind's own
 * controller has begun to start. Thread-safe.
 */
public final class ResourceCache<P extends HasMetadata> {
  private final Map<String, Function<P, List<String>>> indexers;
  private volatile @Nullable IndexerResourceCache<P> cache;

  /** With the indexes that {@link #byIndex} can ask for. */
  public ResourceCache(Map<String, Function<P, List<String>>> indexers) {
    this.indexers = indexers;
  }

  /** Called once, while the kind's controller prepares its event sources. */
  public void connect(IndexerResourceCache<P> source) {
    source.addIndexers(Map.copyOf(indexers));
    cache = source;
  }

  public Optional<P> get(@Nullable String namespace, String name) {
    IndexerResourceCache<P> source = cache;
    return source == null ? Optional.empty() : source.get(new ResourceID(name, namespace));
  }

  public List<P> byIndex(String index, String key) {
    IndexerResourceCache<P> source = cache;
    return source == null ? List.of() : source.byIndex(index, key);
  }

  public Stream<P> all() {
    IndexerResourceCache<P> source = cache;
    return source == null ? Stream.empty() : source.list();
  }
}
