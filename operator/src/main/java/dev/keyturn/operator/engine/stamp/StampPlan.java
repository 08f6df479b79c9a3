package dev.keyturn.operator.engine.stamp;

import dev.keyturn.crds.v1alpha1.ErrorClass;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Decides what is to be done in each namespace.
 *
 * @param matched number of namespaces that are chosen and not terminating
 * @param steps in the order of the namespaces; removals last
 */
public record StampPlan(int matched, List<Step> steps) {

  /**
   * The whole plan.
   *
   * @param owner UID of the ClusterSecretSync
   * @param namespaces all that are known
   * @param there what has the wanted name in a namespace
   * @param owned every SecretSync that the ClusterSecretSync controls
   */
  public static StampPlan of(
      String owner,
      StampSettings wanted,
      Collection<NamespaceView> namespaces,
      Function<String, Optional<SeenSync>> there,
      Collection<SeenSync> owned) {
    Map<String, NamespaceView> known = new TreeMap<>();
    namespaces.forEach(namespace -> known.put(namespace.name(), namespace));
    List<Step> steps = new ArrayList<>();
    known.values().stream()
        .filter(namespace -> isServed(wanted, namespace))
        .forEach(
            namespace -> steps.add(in(owner, wanted, there.apply(namespace.name()), namespace)));
    int matched = steps.size();
    for (SeenSync sync : owned) {
      NamespaceView namespace = known.get(sync.namespace());
      // In a namespace that goes, or that nobody knows, there is nothing left to delete.
      if (namespace != null
          && !namespace.terminating()
          && !sync.ending()
          && !isWanted(wanted, sync, namespace)) {
        steps.add(new Step.Remove(sync.namespace(), sync.name(), sync.uid()));
      }
    }
    return new StampPlan(matched, List.copyOf(steps));
  }

  /**
   * Whether one SecretSync, that came, went or changed, asks for a look at the plan.
   *
   * @param reported what the last look has reported of the namespace
   */
  public static boolean isNews(
      String owner,
      StampSettings wanted,
      NamespaceView namespace,
      Optional<SeenSync> there,
      Optional<ErrorClass> reported) {
    if (!isServed(wanted, namespace)) {
      return there.filter(sync -> sync.isOf(owner) && !sync.ending()).isPresent();
    }
    return switch (in(owner, wanted, there, namespace)) {
      case Step.Keep keep -> reported.isPresent();
      case Step.Foreign foreign -> !reported.equals(Optional.of(ErrorClass.OwnershipConflict));
      case Step.Await await -> !reported.equals(Optional.of(ErrorClass.Conflict));
      case Step.Create create -> true;
      case Step.Update update -> true;
      case Step.Remove remove -> true;
    };
  }

  private static boolean isServed(StampSettings wanted, NamespaceView namespace) {
    return !namespace.terminating() && wanted.selection().chooses(namespace);
  }

  private static boolean isWanted(StampSettings wanted, SeenSync sync, NamespaceView namespace) {
    return sync.name().equals(wanted.name()) && wanted.selection().chooses(namespace);
  }

  private static Step in(
      String owner, StampSettings wanted, Optional<SeenSync> there, NamespaceView namespace) {
    String name = namespace.name();
    if (there.isEmpty()) {
      return new Step.Create(name);
    }
    SeenSync sync = there.get();
    if (sync.ending()) {
      return new Step.Await(name);
    }
    if (!sync.isOf(owner)) {
      return new Step.Foreign(name);
    }
    return sync.isAs(wanted) ? new Step.Keep(name) : new Step.Update(name, sync);
  }
}
