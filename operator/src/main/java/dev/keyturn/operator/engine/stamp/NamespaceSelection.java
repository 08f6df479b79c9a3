package dev.keyturn.operator.engine.stamp;

import dev.keyturn.crds.v1alpha1.ClusterSecretSyncSpec;
import dev.keyturn.crds.v1alpha1.NamespaceSelector;
import dev.keyturn.crds.v1alpha1.SelectorExpression;
import dev.keyturn.operator.engine.labels.LabelDemand;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Which namespaces a ClusterSecretSync chooses. */
public final class NamespaceSelection {
  private final Predicate<NamespaceView> chosen;

  private NamespaceSelection(Predicate<NamespaceView> chosen) {
    this.chosen = chosen;
  }

  /** Empty where the spec does not say exactly one thing that this version understands. */
  static Optional<NamespaceSelection> of(ClusterSecretSyncSpec spec) {
    if ((spec.namespaces() == null) == (spec.namespaceSelector() == null)) {
      return Optional.empty();
    }
    if (spec.namespaces() != null) {
      Set<String> names = Set.copyOf(spec.namespaces());
      return Optional.of(new NamespaceSelection(namespace -> names.contains(namespace.name())));
    }
    return ofLabels(spec.namespaceSelector());
  }

  private static Optional<NamespaceSelection> ofLabels(NamespaceSelector selector) {
    List<LabelDemand> demands = new ArrayList<>();
    if (selector.matchLabels() != null) {
      selector.matchLabels().forEach((key, value) -> demands.add(LabelDemand.equal(key, value)));
    }
    List<SelectorExpression> expressions =
        Objects.requireNonNullElse(selector.matchExpressions(), List.of());
    for (SelectorExpression expression : expressions) {
      Optional<LabelDemand> demand = LabelDemand.of(expression);
      if (demand.isEmpty()) {
        return Optional.empty();
      }
      demands.add(demand.get());
    }
    return Optional.of(
        new NamespaceSelection(
            namespace -> demands.stream().allMatch(demand -> demand.isMetBy(namespace.labels()))));
  }

  /** Whether it chooses this namespace, be it terminating or not. */
  public boolean chooses(NamespaceView namespace) {
    return chosen.test(namespace);
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
