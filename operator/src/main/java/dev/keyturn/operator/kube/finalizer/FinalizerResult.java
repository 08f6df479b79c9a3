package dev.keyturn.operator.kube.finalizer;

/** What came of putting a finalizer on or taking it off. */
public enum FinalizerResult {
  /** The object is as it was asked for. */
  DONE,
  /** The object is gone, or another one has its name. */
  GONE,
  /** The role of the operator does not allow it, or the API server refuses it for good. */
  REFUSED,
  /** No answer, or others changed the object faster than it could be patched. */
  UNAVAILABLE,
  /** This process may not act. */
  NOT_LEADER
}
