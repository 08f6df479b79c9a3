package dev.keyturn.crds.v1alpha1;

/** How a label is compared with the values of a demand. */
public enum SelectorOperator {
  In,
  NotIn,
  Exists,
  DoesNotExist
}
