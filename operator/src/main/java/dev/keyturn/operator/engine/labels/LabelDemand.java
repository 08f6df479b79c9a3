package dev.keyturn.operator.engine.labels;

import dev.keyturn.crds.v1alpha1.SelectorExpression;
import dev.keyturn.crds.v1alpha1.SelectorOperator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A demand on the labels of an object, with the meaning that Kubernetes gives to matchExpressions.
 *
 * @param values of In and NotIn; empty for the others
 */
public record LabelDemand(String key, SelectorOperator operator, Set<String> values) {

  /** What matchLabels demand. */
  public static LabelDemand equal(String key, String value) {
    return new LabelDemand(key, SelectorOperator.In, Set.of(value));
  }

  /** The demand; empty where {@link #wrongField} names a field. */
  public static Optional<LabelDemand> of(SelectorExpression expression) {
    return wrongField(expression).isPresent()
        ? Optional.empty()
        : operator(expression)
            .map(operator -> new LabelDemand(expression.key(), operator, values(expression)));
  }

  /** The field that makes no sense: an operator that is none, values that it does not go with. */
  public static Optional<String> wrongField(SelectorExpression expression) {
    Optional<SelectorOperator> operator = operator(expression);
    if (operator.isEmpty()) {
      return Optional.of("operator");
    }
    return needsValues(operator.get()) == values(expression).isEmpty()
        ? Optional.of("values")
        : Optional.empty();
  }

  /** Whether an object with these labels is chosen. */
  public boolean isMetBy(Map<String, String> labels) {
    String value = labels.get(key);
    boolean among = value != null && values.contains(value);
    return switch (operator) {
      case In -> among;
      // A label that is not there has none of the values.
      case NotIn -> !among;
      case Exists -> value != null;
      case DoesNotExist -> value == null;
    };
  }

  private static Optional<SelectorOperator> operator(SelectorExpression expression) {
    return Stream.of(SelectorOperator.values())
        .filter(operator -> operator.name().equals(expression.operator()))
        .findFirst();
  }

  private static Set<String> values(SelectorExpression expression) {
    return expression.values() == null ? Set.of() : new TreeSet<>(expression.values());
  }

  private static boolean needsValues(SelectorOperator operator) {
    return switch (operator) {
      case In, NotIn -> true;
      case Exists, DoesNotExist -> false;
    };
  }
}
