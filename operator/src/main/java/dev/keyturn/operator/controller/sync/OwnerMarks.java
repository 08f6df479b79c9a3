package dev.keyturn.operator.controller.sync;

import dev.keyturn.operator.engine.plan.SyncId;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The marks by which secrets at backends are known as ours: installation, namespace and name, so
 * that a re-created sync still owns its keys.
 *
 * @param installation UID of the operator's namespace; empty where it is not known yet
 */
record OwnerMarks(Supplier<Optional<String>> installation) {

  Optional<String> of(SyncId id) {
    return installation.get().map(uid -> uid + "/" + id.namespace() + "/" + id.name());
  }
}
