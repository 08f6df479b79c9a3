package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.operator.engine.plan.Observed;
import dev.keyturn.operator.engine.plan.Step;
import dev.keyturn.operator.engine.plan.SyncSettings;
import dev.keyturn.operator.engine.tenancy.StoreIdentity;

/** Tells what a pass did to its target, and which store served it. */
record TargetNews(SyncEvents events, SyncObservations observations) {

  void tell(
      SecretSync sync,
      SyncSettings settings,
      Step.Complete complete,
      SyncTarget.Outcome.Done done) {
    String keys = String.join(", ", complete.desired().data().keySet());
    switch (done.change()) {
      case NONE, STATUS_ONLY -> {}
      case REPAIR -> {
        observations.driftCorrected(sync.getMetadata().getNamespace());
        events.repaired(sync, settings.targetName());
      }
      case WRITE -> {
        if (done.created()) {
          events.created(sync, settings.targetName(), keys);
        } else {
          events.updated(sync, settings.targetName(), keys);
        }
      }
    }
  }

  /** Only a change of the store that serves is told; the first one of a process is none. */
  void switched(
      SecretSync sync,
      Observed observed,
      SyncSettings settings,
      SyncMemory memory,
      StoreIdentity now) {
    StoreIdentity own = settings.shaping().store();
    if (settings.shaping().fallbacks().isEmpty()) {
      return;
    }
    StoreIdentity before = observed.serving().last().orElse(own);
    memory.standIn().served(now, now.equals(own));
    if (!before.equals(now)) {
      events.served(sync, before, now, now.equals(own));
    }
  }
}
