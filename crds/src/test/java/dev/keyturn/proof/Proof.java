package dev.keyturn.proof;

import java.util.List;

/**
 * A test that proves a row of a list.
 *
 * @param row id of the row
 * @param test {@code Class.method}, or {@code Class} where the whole class is the proof
 * @param tier what the mark names; D where it names none
 * @param backends what the mark names; empty where it names none
 */
record Proof(String row, String test, Fault.Tier tier, List<Backend> backends) {
  Proof(String row, String test, Fault.Tier tier) {
    this(row, test, tier, List.of());
  }
}
