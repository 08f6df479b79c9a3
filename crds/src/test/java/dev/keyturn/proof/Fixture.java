package dev.keyturn.proof;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A class that runs tests on one backend.
 *
 * @param name simple name of the class
 * @param backend what its {@link OnBackend} names
 * @param leaves rows that its inherited tests do not show
 * @param reasons why a row cannot occur, by its id
 * @param classes simple names of the classes whose tests run in it: its own, those that it extends,
 *     and those within them
 */
record Fixture(
    String name,
    Backend backend,
    Set<String> leaves,
    Map<String, String> reasons,
    Set<String> classes) {

  /** The marks of its tests for a row, as {@code Class.method}. */
  List<String> shows(String row, List<Proof> proofs) {
    if (leaves.contains(row) || reasons.containsKey(row)) {
      return List.of();
    }
    return proofs.stream()
        .filter(proof -> proof.row().equals(row) && proof.backends().isEmpty())
        .map(Proof::test)
        .filter(this::runs)
        .distinct()
        .toList();
  }

  /** Whether {@code Class.method} is one of its tests; a mark of a whole class is none. */
  boolean runs(String test) {
    int dot = test.lastIndexOf('.');
    return dot > 0 && classes.contains(test.substring(0, dot));
  }
}
