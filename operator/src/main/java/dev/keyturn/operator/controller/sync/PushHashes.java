package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.crds.v1alpha1.SyncPushed;
import dev.keyturn.operator.controller.Conditions;
import dev.keyturn.operator.engine.mac.Macs;
import dev.keyturn.operator.engine.plan.KeyRotation;
import dev.keyturn.operator.engine.plan.Observed;
import dev.keyturn.operator.engine.plan.PushPlan;
import dev.keyturn.operator.engine.plan.SyncId;
import dev.keyturn.operator.engine.plan.SyncSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The keyed hashes of what was pushed, as {@code status.pushed[]} has them. */
record PushHashes(Macs macs, PushSources sources) {

  String of(SyncId id, String key, PushSources.Values.Read read) {
    return text(macs, id, key, read);
  }

  /** True where an entry is about these values, under whichever key. */
  boolean isOf(SyncPushed entry, SyncId id, String key, PushSources.Values.Read read) {
    return macs.underEachKey().anyMatch(known -> text(known, id, key, read).equals(entry.hash()));
  }

  /**
   * The entries before a pass, under the present key where their source still holds what they are
   * about. It is read live, and no backend is asked. What another pass will write anyway waits for
   * that one.
   */
  PushedEntries renewed(
      PushedEntries before,
      Observed observed,
      SyncSettings settings,
      List<PushPlan.Group> groups,
      boolean attempted) {
    Optional<SecretSyncStatus> status = observed.status();
    boolean waits =
        !attempted
            && status
                .filter(it -> !KeyRotation.isLeftToRefresh(settings, it))
                .flatMap(it -> Conditions.find(it.conditions(), Condition.PUSHED))
                .filter(pushed -> pushed.status().equals("True"))
                .isEmpty();
    if (waits || before.entries().stream().noneMatch(this::isUnderFormerKey)) {
      return before;
    }
    List<SyncPushed> entries = new ArrayList<>(before.entries());
    for (PushPlan.Group group : groups) {
      before
          .of(group)
          .filter(this::isUnderFormerKey)
          .ifPresent(entry ->
              entries.replaceAll(
                  it -> it.equals(entry) ? renewed(entry, observed.id(), group) : it));
    }
    return new PushedEntries(before.writes(), before.namespace(), List.copyOf(entries));
  }

  private SyncPushed renewed(SyncPushed entry, SyncId id, PushPlan.Group group) {
    try (PushSources.Values values = sources.read(id.namespace(), group)) {
      return values instanceof PushSources.Values.Read read && isOf(entry, id, entry.key(), read)
          ? new SyncPushed(
              entry.store(),
              entry.key(),
              entry.version(),
              of(id, entry.key(), read),
              entry.sources(),
              entry.deletionPolicy())
          : entry;
    }
  }

  private boolean isUnderFormerKey(SyncPushed entry) {
    return Optional.ofNullable(entry.hash())
        .flatMap(hash -> macs.previous().filter(it -> hash.startsWith(it.keyId() + ":")))
        .isPresent();
  }

  private static String text(Macs macs, SyncId id, String key, PushSources.Values.Read read) {
    return macs.keyId()
        + ":"
        + macs.input(id.namespace(), id.name(), "push " + key, read.values()).text();
  }
}
