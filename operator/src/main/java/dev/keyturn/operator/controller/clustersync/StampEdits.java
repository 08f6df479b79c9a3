package dev.keyturn.operator.controller.clustersync;

import dev.keyturn.crds.v1alpha1.SecretSync;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import java.util.Objects;

/** Lets the updates of a SecretSync pass that may undo what a ClusterSecretSync has set. */
public final class StampEdits implements OnUpdateFilter<SecretSync> {

  @Override
  public boolean accept(SecretSync now, SecretSync before) {
    ObjectMeta changed = now.getMetadata();
    ObjectMeta old = before.getMetadata();
    boolean stamped =
        StampedSyncs.controller(changed).isPresent() || StampedSyncs.controller(old).isPresent();
    return stamped
        && !(Objects.equals(changed.getLabels(), old.getLabels())
            && Objects.equals(changed.getAnnotations(), old.getAnnotations())
            && Objects.equals(changed.getOwnerReferences(), old.getOwnerReferences()));
  }
}
