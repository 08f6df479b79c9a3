package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.operator.controller.store.Opening;
import dev.keyturn.operator.controller.store.StoreConnections;
import dev.keyturn.operator.controller.store.StoreDirectory;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.engine.tenancy.NamespaceIdentity;
import java.util.Optional;

/** The store that issues for a sync: always its secretStoreRef. */
record IssuingStore(StoreDirectory stores, StoreConnections connections) {

  Opening open(SecretSync sync, Optional<NamespaceIdentity> tenant) {
    return stores
        .find(sync.getMetadata().getNamespace(), sync.getSpec().secretStoreRef())
        .map(store -> connections.open(store, tenant))
        .orElseGet(() -> new Opening.Refused(missing(sync)));
  }

  Problem missing(SecretSync sync) {
    return Problem.of(ErrorClass.NotFound, Detail.STORE, sync.getSpec().secretStoreRef().name());
  }
}
