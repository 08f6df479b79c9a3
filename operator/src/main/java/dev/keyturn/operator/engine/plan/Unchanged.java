package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.crds.v1alpha1.SyncKeys;
import dev.keyturn.crds.v1alpha1.SyncSource;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Whether what was read is what the target was made from. Pure. */
final class Unchanged {
  private Unchanged() {}

  /** Confirmed by the reader itself. */
  static boolean all(Collection<ReadRequest> needed, Knowledge knowledge) {
    return needed.stream()
        .allMatch(request -> knowledge.reads().get(request) instanceof ReadResult.Unchanged);
  }

  /**
   * Confirmed, or of the version that the status names: after a restart nobody remembers a value,
   * and to write the target anew costs another lease.
   */
  static boolean allOrSameVersion(
      Collection<ReadRequest> needed, Knowledge knowledge, Optional<SecretSyncStatus> status) {
    List<SyncSource> written = status.map(SecretSyncStatus::sources).orElse(List.of());
    return needed.stream()
        .allMatch(request ->
            switch (knowledge.reads().get(request)) {
              case ReadResult.Unchanged() -> true;
              case ReadResult.Value(_, Optional<String> version, _, Optional<Instant> expires) ->
                  version.isPresent()
                      && written.stream()
                          .anyMatch(source ->
                              source.key().equals(request.key())
                                  && source.store().equals(store(request))
                                  && version.get().equals(source.version())
                                  && expires
                                      .map(WrittenSources::text)
                                      .equals(Optional.ofNullable(source.expires())));
              case ReadResult.Failed failed -> false;
              case null -> false;
            });
  }

  private static String store(ReadRequest request) {
    return request.store().kind() + "/" + request.store().name();
  }

  /** True where the status misses no key of the target. */
  static boolean hasAllKeys(SecretSyncStatus status) {
    SyncKeys keys = status.keys();
    return keys != null && keys.missing() == null;
  }
}
