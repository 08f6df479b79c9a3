package dev.keyturn.operator.provider;

import java.util.Optional;

/** What must be so right before a change of a secret that is there. */
public sealed interface Precondition {
  /**
   * Whether it holds where this is the version that it speaks of.
   *
   * @param current empty where there is none
   */
  boolean holds(Optional<String> current);

  /** This version is the newest one, be it readable or not; the current one with AWS. */
  record IfVersion(String id) implements Precondition {
    @Override
    public boolean holds(Optional<String> current) {
      return current.equals(Optional.of(id));
    }
  }

  /**
   * Whatever is the newest version when the backend is asked. Who changes it between that and the
   * change wins all the same: that is a lost race.
   */
  record Any() implements Precondition {
    @Override
    public boolean holds(Optional<String> current) {
      return true;
    }
  }
}
