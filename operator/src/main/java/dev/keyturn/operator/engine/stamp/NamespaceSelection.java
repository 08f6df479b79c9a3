package dev.keyturn.operator.engine.stamp;

import dev.keyturn.crds.v1alpha1.ClusterSecretSyncSpec;
import dev.keyturn.crds.v1alpha1.NamespaceSelector;
import dev.keyturn.crds.v1alpha1.SelectorExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Which namespaces a ClusterSecretSync chooses. */
public final class NamespaceSelection {
  private final List<Predicate<NamespaceView>> demands;

  private NamespaceSelection(List<Predicate<NamespaceView>> demands) {
    this.demands = List.copyOf(demands);
  }

  /** Empty where the spec does not say exactly one thing that this version understands. */
  static Optional<NamespaceSelection> of(ClusterSecretSyncSpec spec) {
    if ((spec.namespaces() == null) == (spec.namespaceSelector() == null)) {
      return Optional.empty();
    }
    if (spec.namespaces() != null) {
      Set<String> names = Set.copyOf(spec.namespaces());
      return Optional.of(
          new NamespaceSelection(List.of(namespace -> names.contains(namespace.name()))));
    }
    return ofLabels(spec.namespaceSelector());
  }

  private static Optional<NamespaceSelection> ofLabels(NamespaceSelector selector) {
    List<Predicate<NamespaceView>> demands = new ArrayList<>();
    if (selector.matchLabels() != null) {
      selector
          .matchLabels()
          .forEach(
              (key, value) -> demands.add(namespace -> value.equals(namespace.labels().get(key))));
    }
    List<SelectorExpression> expressions =
        Objects.requireNonNullElse(selector.matchExpressions(), List.of());
    for (SelectorExpression expression : expressions) {
      Optional<Predicate<NamespaceView>> demand = demand(expression);
      if (demand.isEmpty()) {
        return Optional.empty();
      }
      demands.add(demand.get());
    }
    return Optional.of(new NamespaceSelection(demands));
  }

  private static Optional<Predicate<NamespaceView>> demand(SelectorExpression expression) {
    String key = expression.key();
    Set<String> values =
        Set.copyOf(Objects.requireNonNullElse(expression.values(), List.<String>of()));
    return switch (expression.operator()) {
      case "In" -> Optional.of(namespace -> isAmong(namespace, key, values));
      case "NotIn" -> Optional.of(namespace -> !isAmong(namespace, key, values));
      case "Exists" -> Optional.of(namespace -> namespace.labels().containsKey(key));
      case "DoesNotExist" -> Optional.of(namespace -> !namespace.labels().containsKey(key));
      default -> Optional.empty();
    };
  }

  private static boolean isAmong(NamespaceView namespace, String key, Set<String> values) {
    return namespace.labels().containsKey(key) && values.contains(namespace.labels().get(key));
  }

  /** Whether it chooses this namespace, be it terminating or not. */
  public boolean chooses(NamespaceView namespace) {
    return demands.stream().allMatch(demand -> demand.test(namespace));
  }

  /** Whether the change of a namespace is news: what it chooses there is not what it was. */
  public boolean isConcerned(Optional<NamespaceView> before, Optional<NamespaceView> now) {
    Optional<NamespaceView> chosenBefore = before.filter(this::chooses);
    Optional<NamespaceView> chosenNow = now.filter(this::chooses);
    return chosenBefore.isPresent() != chosenNow.isPresent()
        || !chosenBefore.map(NamespaceView::uid).equals(chosenNow.map(NamespaceView::uid))
        || !chosenBefore
            .map(NamespaceView::terminating)
            .equals(chosenNow.map(NamespaceView::terminating));
  }
}
