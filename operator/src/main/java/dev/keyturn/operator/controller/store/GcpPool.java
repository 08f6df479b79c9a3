package dev.keyturn.operator.controller.store;

import dev.keyturn.crds.v1alpha1.GcpWorkloadIdentity;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who vouches at Google for the token of a ServiceAccount.
 *
 * @param audience what Google expects the token to be made for
 */
record GcpPool(String name, String audience) {

  /**
   * GKE has a pool of its own in each project, and its clusters are the providers of it.
   *
   * @param project of the cluster, where the identity names none
   * @return empty where the identity names no provider, or two
   */
  static Optional<GcpPool> of(@Nullable String project, GcpWorkloadIdentity identity) {
    String name = identity.clusterName();
    String location = identity.clusterLocation();
    if (identity.audience() != null) {
      return name == null && location == null
          ? Optional.of(new GcpPool(identity.audience(), "https:" + identity.audience()))
          : Optional.empty();
    }
    String home = identity.clusterProjectID() == null ? project : identity.clusterProjectID();
    if (name == null || location == null || home == null) {
      return Optional.empty();
    }
    String pool = home + ".svc.id.goog";
    return Optional.of(
        new GcpPool(
            "identitynamespace:%s:https://container.googleapis.com/v1/projects/%s/locations/%s/clusters/%s"
                .formatted(pool, home, location, name),
            pool));
  }
}
