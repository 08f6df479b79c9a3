package dev.keyturn.crds.v1alpha1;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** How to reach and log in to one backend, usable from its own namespace. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Plural("secretstores")
@Singular("secretstore")
@Categories("keyturn")
@ShortNames("sst")
public final class SecretStore extends CustomResource<SecretStoreSpec, SecretStoreStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1L;
}
