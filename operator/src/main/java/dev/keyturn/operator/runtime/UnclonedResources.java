package dev.keyturn.operator.runtime;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.config.Cloner;

/**
 * Hands reconcilers the cached object itself. The framework's own cloner writes and reads every
 * object as JSON before each pass, which was a tenth of the processor time of a cold start; no
 * reconciler of ours changes the object that it is given.
 */
final class UnclonedResources implements Cloner {
  @Override
  public <R extends HasMetadata> R clone(R resource) {
    return resource;
  }
}
