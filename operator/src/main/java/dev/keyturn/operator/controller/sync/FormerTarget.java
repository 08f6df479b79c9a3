package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.crds.v1alpha1.SyncTargetStatus;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.kube.target.RemovalResult;
import dev.keyturn.operator.kube.target.SecretRemover;
import java.util.Optional;

/**
 * Removes the Secret of the name before, once the one of the new name is there. The status names it
 * until that is done, so a crash or a failure repeats it.
 */
final class FormerTarget {
  private final SecretRemover remover;
  private final SyncEvents events;

  FormerTarget(SecretRemover remover, SyncEvents events) {
    this.remover = remover;
    this.events = events;
  }

  /** Removes it where the sync controls it; a problem where that has to be tried again. */
  Optional<Problem> remove(SecretSync sync, Optional<SecretSyncStatus> status, String target) {
    SyncTargetStatus former = status.map(SecretSyncStatus::target).orElse(null);
    if (former == null
        || former.name() == null
        || former.uid() == null
        || former.name().equals(target)) {
      return Optional.empty();
    }
    return remove(sync, former.name(), former.uid(), target);
  }

  private Optional<Problem> remove(SecretSync sync, String name, String uid, String target) {
    String namespace = sync.getMetadata().getNamespace();
    String syncUid = sync.getMetadata().getUid();
    return switch (remover.deleteControlled(namespace, name, uid, syncUid)) {
      case RemovalResult.Removed removed -> {
        events.renamed(sync, name, target);
        yield Optional.empty();
      }
      case RemovalResult.Absent absent -> Optional.empty();
      case RemovalResult.NotOurs notOurs -> Optional.empty();
      case RemovalResult.Invalid(Detail detail) ->
          Optional.of(RefusedRemoval.invalid(detail, name, renamed(target)));
      case RemovalResult.Forbidden(Detail detail) ->
          Optional.of(RefusedRemoval.forbidden(detail, name, renamed(target)));
      case RemovalResult.Contended contended ->
          Optional.of(Problem.of(ErrorClass.Conflict, Detail.CONTENDED, name));
      case RemovalResult.Unavailable unavailable -> unavailable(name);
      case RemovalResult.NotLeader notLeader -> unavailable(name);
    };
  }

  private static String renamed(String target) {
    return "the target is named " + target + " now";
  }

  private static Optional<Problem> unavailable(String name) {
    return Optional.of(
        Problem.of(ErrorClass.Unavailable, Detail.TARGET, "the API server, for Secret " + name));
  }
}
