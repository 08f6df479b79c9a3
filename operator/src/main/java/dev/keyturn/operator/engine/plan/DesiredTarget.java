package dev.keyturn.operator.engine.plan;

import dev.keyturn.operator.engine.mac.Mac;
import dev.keyturn.operator.engine.mac.TargetHash;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What the target Secret shall hold of ours.
 *
 * @param data live values; {@link #wipe()} after the write
 * @param input keyed hash of what it was made from
 * @param formerInput the same under the key before; empty where that is not known
 * @param labels of the template, rendered
 * @param annotations of the template, rendered
 */
public record DesiredTarget(
    String type,
    SortedMap<String, byte[]> data,
    Mac input,
    Optional<Mac> formerInput,
    SortedMap<String, String> labels,
    SortedMap<String, String> annotations) {

  /** True where what is written there was made from the same. */
  public boolean isMadeFrom(TargetHash written) {
    // No hash under one key is a hash under another, so the input says by itself whose it is.
    return written.input().equals(input) || Optional.of(written.input()).equals(formerInput);
  }

  /** Fills every value with zeros. */
  public void wipe() {
    data.values().forEach(value -> Arrays.fill(value, (byte) 0));
  }

  @Override
  public String toString() {
    return "DesiredTarget" + data.keySet();
  }
}
