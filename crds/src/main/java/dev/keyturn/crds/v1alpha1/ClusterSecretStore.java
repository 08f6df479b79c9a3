package dev.keyturn.crds.v1alpha1;

import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** How to reach and log in to one backend, offered to namespaces by a TenantSecretScope. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Plural("clustersecretstores")
@Singular("clustersecretstore")
@Categories("keyturn")
@ShortNames("csst")
public final class ClusterSecretStore extends CustomResource<SecretStoreSpec, SecretStoreStatus> {
  private static final long serialVersionUID = 1L;
}
