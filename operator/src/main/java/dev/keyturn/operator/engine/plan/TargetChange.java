package dev.keyturn.operator.engine.plan;

import dev.keyturn.operator.engine.mac.Mac;
import dev.keyturn.operator.engine.mac.TargetHash;
import java.util.Optional;

/** What has to happen to the target Secret. */
public enum TargetChange {
  /** It is exactly what it shall be, and so is the status. */
  NONE,
  /** It is what it shall be, made from another input: only the status moves. */
  STATUS_ONLY,
  /** Somebody else changed or deleted it: the same content is written again. */
  REPAIR,
  /** New content. */
  WRITE;

  /**
   * Compares by keyed hashes; no value is needed.
   *
   * @param written what the status says was written last
   * @param sameInput true where that was made from the same
   * @param output of the content that shall be there
   * @param live output of our share of the Secret that is there
   */
  public static TargetChange between(
      Optional<TargetHash> written, boolean sameInput, Mac output, Optional<Mac> live) {
    if (sameInput && live.equals(written.map(TargetHash::output))) {
      // A template that salts gives other bytes each time: what was written before is as good.
      return NONE;
    }
    boolean asDesired = live.isPresent() && live.get().equals(output);
    if (asDesired) {
      return sameInput ? NONE : STATUS_ONLY;
    }
    return sameInput ? REPAIR : WRITE;
  }
}
