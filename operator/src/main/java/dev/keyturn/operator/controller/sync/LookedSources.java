package dev.keyturn.operator.controller.sync;

import dev.keyturn.operator.engine.plan.PushPlan;
import dev.keyturn.operator.engine.plan.SyncId;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The versions of sources that were looked at last and brought nothing new to a backend: they are
 * no reason to look again before the next attempt. One text for each secret that a sync pushes to.
 * Thread-safe.
 */
final class LookedSources {
  private final Map<SyncId, Map<String, String>> looked = new ConcurrentHashMap<>();

  void add(SyncId id, PushPlan.Group group, String versions) {
    looked.computeIfAbsent(id, absent -> new ConcurrentHashMap<>()).put(name(group), versions);
  }

  boolean contains(SyncId id, PushPlan.Group group, String versions) {
    return versions.equals(looked.getOrDefault(id, Map.of()).get(name(group)));
  }

  /** Forgets the secrets that the spec does not want any more. */
  void retain(SyncId id, Collection<PushPlan.Group> groups) {
    Set<String> names =
        groups.stream().map(LookedSources::name).collect(Collectors.toCollection(HashSet::new));
    Map<String, String> known = looked.get(id);
    if (known != null) {
      known.keySet().retainAll(names);
    }
  }

  void forget(SyncId id) {
    looked.remove(id);
  }

  private static String name(PushPlan.Group group) {
    return group.store().kind() + "/" + group.store().name() + " " + group.key();
  }
}
