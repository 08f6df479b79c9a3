package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.SecretSync;

/** Is told of each SecretSync that is looked at or is gone; must return at once. */
public interface SyncListener {

  void present(SecretSync sync);

  void gone(SecretSync sync);
}
