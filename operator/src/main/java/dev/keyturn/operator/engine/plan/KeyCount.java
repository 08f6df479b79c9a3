package dev.keyturn.operator.engine.plan;

import java.util.List;

/**
 * Keys of one attempt.
 *
 * @param desired how many the spec asks for, as far as that is known
 * @param missing names of those that were not found, in order
 */
public record KeyCount(int desired, int found, List<String> missing) {
  public static final KeyCount UNKNOWN = new KeyCount(0, 0, List.of());
}
