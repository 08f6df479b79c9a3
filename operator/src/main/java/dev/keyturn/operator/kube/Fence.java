package dev.keyturn.operator.kube;

/** Asked right before each call that changes something: may this process act there now? */
@FunctionalInterface
public interface Fence {
  /**
   * @param namespace of the object that would change; empty for a cluster-scoped one
   */
  boolean mayAct(String namespace);
}
