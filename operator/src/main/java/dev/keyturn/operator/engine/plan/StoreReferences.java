package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.SecretSyncSpec;
import dev.keyturn.crds.v1alpha1.SourceReference;
import dev.keyturn.crds.v1alpha1.StoreReference;
import dev.keyturn.crds.v1alpha1.SyncData;
import dev.keyturn.crds.v1alpha1.SyncDataFrom;
import dev.keyturn.crds.v1alpha1.SyncFallback;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The stores that a spec names. */
public final class StoreReferences {

  private StoreReferences() {}

  /** All of them once, the sync's own store first. */
  public static List<StoreReference> of(SecretSyncSpec spec) {
    return Stream.of(
            Stream.of(spec.secretStoreRef()),
            named(entries(spec.data()).map(SyncData::sourceRef)),
            named(entries(spec.dataFrom()).map(SyncDataFrom::sourceRef)),
            entries(spec.fallback()).map(SyncFallback::storeRef))
        .flatMap(references -> references)
        .distinct()
        .toList();
  }

  private static Stream<StoreReference> named(Stream<@Nullable SourceReference> sources) {
    return sources
        .filter(Objects::nonNull)
        .map(source -> Objects.requireNonNull(source).storeRef());
  }

  private static <T> Stream<T> entries(@Nullable List<T> list) {
    return Optional.ofNullable(list).stream().flatMap(List::stream);
  }
}
