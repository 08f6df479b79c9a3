package dev.keyturn.operator.kube.credential;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Who uses what, in both directions. Thread-safe. */
final class Dependents<D> {
  private final Map<D, Set<Reference>> used = new HashMap<>();
  private final Map<Reference, Set<D>> users = new HashMap<>();

  /** What a change of uses began and ended. */
  record Change(Set<Reference> firstUsed, Set<Reference> noLongerUsed) {}

  synchronized Change set(D dependent, Set<Reference> references) {
    Set<Reference> next = Set.copyOf(references);
    Set<Reference> before = next.isEmpty() ? used.remove(dependent) : used.put(dependent, next);
    Set<Reference> old = before == null ? Set.of() : before;
    Set<Reference> firstUsed = new HashSet<>();
    for (Reference reference : next) {
      if (!users.containsKey(reference)) {
        firstUsed.add(reference);
      }
      users.computeIfAbsent(reference, unused -> new HashSet<>()).add(dependent);
    }
    Set<Reference> noLongerUsed = new HashSet<>();
    for (Reference reference : old) {
      if (!next.contains(reference) && leave(reference, dependent)) {
        noLongerUsed.add(reference);
      }
    }
    return new Change(firstUsed, noLongerUsed);
  }

  synchronized Set<D> of(Reference reference) {
    return Set.copyOf(users.getOrDefault(reference, Set.of()));
  }

  private boolean leave(Reference reference, D dependent) {
    Set<D> all = users.getOrDefault(reference, new HashSet<>());
    all.remove(dependent);
    return all.isEmpty() && users.remove(reference, all);
  }
}
