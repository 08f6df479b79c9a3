package dev.keyturn.operator.provider;

/** What must be so right before a change of a secret that is there. */
public sealed interface Precondition {

  /** This version is the newest one, be it readable or not; the current one with AWS. */
  record IfVersion(String id) implements Precondition {}

  /**
   * Whatever is the newest version when the backend is asked. Who changes it between that and the
   * change wins all the same: that is a lost race.
   */
  record Any() implements Precondition {}
}
