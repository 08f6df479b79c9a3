package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.StoreReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Decides what a push does with one secret at a backend. Pure. */
public final class PushPlan {

  private PushPlan() {}

  /**
   * All entries that go to one secret: they are one write and one version.
   *
   * @param key without the store's prefix
   */
  public record Group(StoreReference store, String key, List<SyncSettings.Push> entries) {

    /** True where the secret goes with its push. */
    public boolean deletes() {
      return entries.stream().anyMatch(SyncSettings.Push::delete);
    }

    /** Metadata that all entries ask for. */
    public SortedMap<String, String> metadata() {
      SortedMap<String, String> all = new TreeMap<>();
      entries.forEach(entry -> all.putAll(entry.metadata()));
      return all;
    }
  }

  /** What stands at the backend, as far as the decision needs it. */
  public enum Standing {
    ABSENT,
    PRESENT,
    /** The newest version was deleted. */
    DELETED
  }

  /** Whose it is. */
  public enum Owner {
    OURS,
    NOBODY,
    ANOTHER
  }

  /** What to do. */
  public enum Action {
    NOTHING,
    CREATE,
    REPLACE,
    /** Only the mark is missing. */
    MARK,
    /** Somebody else's: leave it as it is and say so. */
    CONFLICT
  }

  /** The entries by secret, in the order of the spec. */
  public static List<Group> groups(List<SyncSettings.Push> pushes) {
    Map<List<Object>, List<SyncSettings.Push>> bySecret = new LinkedHashMap<>();
    for (SyncSettings.Push push : pushes) {
      bySecret
          .computeIfAbsent(List.of(push.store(), push.key()), absent -> new ArrayList<>())
          .add(push);
    }
    return bySecret.values().stream()
        .map(entries ->
            new Group(entries.getFirst().store(), entries.getFirst().key(), List.copyOf(entries)))
        .toList();
  }

  /** The field of an entry that contradicts another one of the same secret. */
  static Optional<String> mixed(List<SyncSettings.Push> pushes) {
    return groups(pushes).stream()
        .map(group -> contradiction(group.entries()))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** The field of the first of the entries of one secret that wants what another one has. */
  public static Optional<String> contradiction(List<SyncSettings.Push> entries) {
    Set<Optional<String>> properties = new HashSet<>();
    for (SyncSettings.Push entry : entries) {
      if (!properties.add(entry.property())
          || (properties.size() > 1 && properties.contains(Optional.<String>empty()))) {
        return Optional.of(entry.field());
      }
    }
    return Optional.empty();
  }

  /**
   * The action.
   *
   * @param equal true where what stands there is what shall stand there
   * @param keep true where a value that stands there stays, whatever it is
   */
  public static Action decide(Standing standing, Owner owner, boolean equal, boolean keep) {
    return switch (standing) {
      case ABSENT -> Action.CREATE;
      case DELETED -> owner == Owner.OURS ? Action.REPLACE : Action.CONFLICT;
      case PRESENT -> keep ? Action.NOTHING : present(owner, equal);
    };
  }

  private static Action present(Owner owner, boolean equal) {
    return switch (owner) {
      case OURS -> equal ? Action.NOTHING : Action.REPLACE;
      case NOBODY -> equal ? Action.MARK : Action.CONFLICT;
      case ANOTHER -> Action.CONFLICT;
    };
  }
}
