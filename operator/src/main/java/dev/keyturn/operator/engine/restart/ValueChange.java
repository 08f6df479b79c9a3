package dev.keyturn.operator.engine.restart;

import dev.keyturn.operator.engine.mac.TargetHash;
import java.util.Optional;

/** Tells a change of values, which workloads have to follow, from every other write. */
public final class ValueChange {

  private ValueChange() {}

  /**
   * True where a value of the target is another one than the status knows. False for a first write
   * or an adoption (nothing was written before), after the hash key was lost, for a repair (made
   * from the same), and where labels, annotations or the type alone changed.
   *
   * <p>It looks at what the status says was written, and not at whether this pass wrote: so a
   * process that died between the write and the status still owes the restart.
   *
   * @param written what the status says was written last under this name
   * @param sameValues true where the Secret is known to hold the values that it held before, or
   *     others made from the same
   */
  public static boolean between(Optional<TargetHash> written, TargetHash now, boolean sameValues) {
    return !sameValues
        && written.isPresent()
        && written.get().keyId().equals(now.keyId())
        && !written.get().input().equals(now.input())
        && !written.get().output().equals(now.output());
  }
}
