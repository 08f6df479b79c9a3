package dev.keyturn.operator.controller.clustersync;

import dev.keyturn.crds.v1alpha1.ClusterSecretSync;
import dev.keyturn.crds.v1alpha1.ClusterSecretSyncSpec;
import dev.keyturn.operator.engine.stamp.StampSpec;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The specs of ClusterSecretSyncs, read once for each change: every pass over a SecretSync asks for
 * them. Thread-safe.
 */
public final class StampSpecs {
  private final Map<String, Made> read = new ConcurrentHashMap<>();

  /** A spec with what was read from it. */
  private record Made(ClusterSecretSyncSpec spec, StampSpec outcome) {}

  StampSpec of(ClusterSecretSync sync) {
    return read.compute(
            sync.getMetadata().getUid(),
            (uid, made) ->
                made != null && made.spec() == sync.getSpec()
                    ? made
                    : new Made(
                        sync.getSpec(),
                        StampSpec.read(sync.getMetadata().getName(), sync.getSpec())))
        .outcome();
  }

  void forget(String uid) {
    read.remove(uid);
  }

  /** The name that the SecretSyncs have, by which an index finds the ClusterSecretSync. */
  public static String stampName(ClusterSecretSync sync) {
    return sync.getSpec().name() == null ? sync.getMetadata().getName() : sync.getSpec().name();
  }
}
