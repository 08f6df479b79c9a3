package dev.keyturn.operator.engine.plan;

import dev.keyturn.operator.engine.mac.Mac;
import java.util.Arrays;
import java.util.SortedMap;

/**
 * What the target Secret shall hold of ours.
 *
 * @param data live values; {@link #wipe()} after the write
 * @param input keyed hash of what it was made from
 * @param labels of the template, rendered
 * @param annotations of the template, rendered
 */
public record DesiredTarget(
    String type,
    SortedMap<String, byte[]> data,
    Mac input,
    SortedMap<String, String> labels,
    SortedMap<String, String> annotations) {

  /** Fills every value with zeros. */
  public void wipe() {
    data.values().forEach(value -> Arrays.fill(value, (byte) 0));
  }

  @Override
  public String toString() {
    return "DesiredTarget" + data.keySet();
  }
}
