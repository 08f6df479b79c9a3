package dev.keyturn.operator.controller.sync;

import dev.keyturn.operator.engine.mac.Macs;
import dev.keyturn.operator.kube.Fence;
import dev.keyturn.operator.kube.client.ApiServer;
import dev.keyturn.operator.kube.live.LiveSpecs;
import dev.keyturn.operator.kube.target.SecretIndex;
import dev.keyturn.operator.kube.target.SecretRemover;
import dev.keyturn.operator.kube.target.SecretWriter;

/**
 * How a SecretSync's controller writes and removes targets.
 *
 * @param specs says whether a spec is still the newest, before anything is set back or deleted by
 *     it
 */
public record TargetWrites(SecretWriter writer, SecretRemover remover, LiveSpecs specs) {

  /** By one API server; what is written is told to the index at once. */
  public static TargetWrites of(ApiServer api, Macs macs, Fence fence, SecretIndex index) {
    return new TargetWrites(
        new SecretWriter(api, macs, fence, index::record),
        new SecretRemover(api, fence),
        new LiveSpecs(api));
  }
}
