package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.SyncError;
import java.util.stream.Stream;

/** What an error in a stored status means to this version, which need not be the one it is of. */
final class StoredError {
  private StoredError() {}

  /** The class it names; a newer version's class, unknown here, is retried as any bug is. */
  static ErrorClass kind(SyncError error) {
    return Stream.of(ErrorClass.values())
        .filter(kind -> kind.name().equals(error.errorClass()))
        .findFirst()
        .orElse(ErrorClass.Internal);
  }
}
