package dev.keyturn.crds.v1alpha1;

import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** Stamps one SecretSync into every namespace that it selects. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Plural("clustersecretsyncs")
@Singular("clustersecretsync")
@Categories("keyturn")
@ShortNames("cssy")
public final class ClusterSecretSync
    extends CustomResource<ClusterSecretSyncSpec, ClusterSecretSyncStatus> {
  private static final long serialVersionUID = 1L;
}
