package dev.keyturn.operator.controller.sync;

import dev.keyturn.operator.engine.plan.PushPlan;
import dev.keyturn.operator.engine.plan.SyncSettings;
import dev.keyturn.operator.provider.VersionStamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one pass of a sync's pushes wrote or found as it shall be. Two entries, or an entry of the
 * spec and one of the status, may reach one secret by different names: through two stores, or after
 * a store was changed. The mark does not tell them apart, so what was confirmed is never removed.
 * One thread.
 */
final class ConfirmedPushes {
  private final int wanted;
  private final Map<String, List<SyncSettings.Push>> places = new HashMap<>();
  private final List<VersionStamp> versions = new ArrayList<>();
  private int confirmed;

  /**
   * @param wanted how many secrets the spec wants
   */
  ConfirmedPushes(int wanted) {
    this.wanted = wanted;
  }

  /** The field of an entry that wants something else at a place that another one has. */
  Optional<String> claim(RemoteWrites.Access.Granted access, PushPlan.Group group) {
    if (access.reaches().isEmpty()) {
      return Optional.empty();
    }
    List<SyncSettings.Push> there =
        places.computeIfAbsent(access.reaches().get(), absent -> new ArrayList<>());
    there.addAll(group.entries());
    return PushPlan.contradiction(there);
  }

  void confirm(Optional<VersionStamp> version) {
    confirmed++;
    version.ifPresent(versions::add);
  }

  /** Only then is it known of every other secret that nobody wants it. */
  boolean isComplete() {
    return confirmed == wanted;
  }

  boolean isAt(RemoteWrites.Access.Granted access) {
    return access.reaches().filter(places::containsKey).isPresent();
  }

  /**
   * Whether this is a version that was confirmed. Numbers are the same everywhere, so the date says
   * more, where the backend tells one.
   */
  boolean isOneOf(VersionStamp version) {
    return versions.contains(version);
  }
}
