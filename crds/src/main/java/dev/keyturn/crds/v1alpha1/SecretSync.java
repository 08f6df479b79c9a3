package dev.keyturn.crds.v1alpha1;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** What to pull into one Kubernetes Secret. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Plural("secretsyncs")
@Singular("secretsync")
@Categories("keyturn")
@ShortNames("ssy")
public final class SecretSync extends CustomResource<SecretSyncSpec, SecretSyncStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1L;
}
