package dev.keyturn.e2e.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/**
 * What one server answered to one script, before normalising.
 *
 * @param namespace the namespace that was made for this run
 * @param masked values that the server chose at random
 * @param broken expectations of the script that did not hold
 */
record Transcript(
    String script, String namespace, Set<String> masked, List<Entry> entries, List<String> broken) {

  /**
   * @param answer an object of {@code status} and {@code body} or {@code events}
   */
  record Entry(String step, JsonNode answer) {}
}
