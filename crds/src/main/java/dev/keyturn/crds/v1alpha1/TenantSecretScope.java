package dev.keyturn.crds.v1alpha1;

import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** Which namespaces may read and write which paths of which stores. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Plural("tenantsecretscopes")
@Singular("tenantsecretscope")
@Categories("keyturn")
@ShortNames("tss")
public final class TenantSecretScope
    extends CustomResource<TenantSecretScopeSpec, TenantSecretScopeStatus> {
  private static final long serialVersionUID = 1L;
}
