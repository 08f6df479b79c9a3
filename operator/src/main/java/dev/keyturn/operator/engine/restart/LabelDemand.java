package dev.keyturn.operator.engine.restart;

import dev.keyturn.crds.v1alpha1.SelectorOperator;
import java.util.Map;
import java.util.Set;

/**
 * A demand on the labels of a workload, with the meaning that Kubernetes gives to matchExpressions.
 *
 * @param values of In and NotIn; empty for the others
 */
public record LabelDemand(String key, SelectorOperator operator, Set<String> values) {

  boolean isMetBy(Map<String, String> labels) {
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
}
