package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.CreationPolicy;
import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.crds.v1alpha1.SyncError;
import dev.keyturn.operator.engine.plan.Observed;
import dev.keyturn.operator.engine.plan.SyncId;
import dev.keyturn.operator.engine.plan.SyncSettings;
import dev.keyturn.operator.kube.credential.Reference;
import dev.keyturn.operator.kube.credential.ReferencedObjects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The Secrets that syncs merge into and that are not there yet: watched by name, because they carry
 * our label only after the first write. Thread-safe.
 */
public final class AwaitedTargets {
  private final ReferencedObjects<SyncId> objects;
  private final Set<SyncId> waiting = ConcurrentHashMap.newKeySet();

  /**
   * @param objects of their own
   */
  public AwaitedTargets(ReferencedObjects<SyncId> objects) {
    this.objects = objects;
  }

  /** True where a watch shows that the Secret is not there, so nobody need ask. */
  boolean isAbsent(SyncId id, String target) {
    return waiting.contains(id) && objects.isAbsent(Reference.secret(id.namespace(), target));
  }

  /** Begins or ends to wait, by what a pass came to. */
  void after(Observed observed, SecretSyncStatus status) {
    Optional<Reference> awaited =
        SyncPass.settings(observed)
            .filter(settings -> settings.creationPolicy() == CreationPolicy.Merge)
            .filter(settings -> observed.enrolled() && observed.target().isEmpty())
            .filter(settings -> isMissing(status))
            .map(SyncSettings::targetName)
            .map(name -> Reference.secret(observed.id().namespace(), name));
    if (awaited.isPresent()) {
      waiting.add(observed.id());
      objects.uses(observed.id(), Set.of(awaited.get()));
    } else {
      forget(observed.id());
    }
  }

  void forget(SyncId id) {
    if (waiting.remove(id)) {
      objects.uses(id, Set.of());
    }
  }

  private static boolean isMissing(SecretSyncStatus status) {
    SyncError error = status.lastError();
    return error != null
        && error.errorClass().equals(ErrorClass.NotFound.name())
        && Detail.TARGET.text().equals(error.detail());
  }
}
