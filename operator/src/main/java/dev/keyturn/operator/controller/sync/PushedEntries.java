package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.SyncPushed;
import dev.keyturn.operator.engine.plan.PushPlan;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The entries of a status before a pass, as the spec names what they are about. */
record PushedEntries(RemoteWrites writes, String namespace, List<SyncPushed> entries) {

  Optional<SyncPushed> of(PushPlan.Group group) {
    return entries.stream().filter(entry -> isOf(group, entry)).findFirst();
  }

  /** What the spec does not name any more. */
  List<SyncPushed> unwanted(Collection<PushPlan.Group> groups, Collection<SyncPushed> now) {
    return entries.stream()
        .filter(former -> now.stream().noneMatch(entry -> isSame(entry, former)))
        .filter(former -> groups.stream().noneMatch(group -> isOf(group, former)))
        .toList();
  }

  private boolean isOf(PushPlan.Group group, SyncPushed entry) {
    return writes
        .name(namespace, group.store(), group.key())
        .filter(name -> name.equals(entry.store() + " " + entry.key()))
        .isPresent();
  }

  private static boolean isSame(SyncPushed one, SyncPushed other) {
    return one.store().equals(other.store()) && one.key().equals(other.key());
  }
}
