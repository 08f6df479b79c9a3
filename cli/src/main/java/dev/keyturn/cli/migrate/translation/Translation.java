package dev.keyturn.cli.migrate.translation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What came of the manifests of one tool.
 *
 * @param subject what the remarks are about, as head of a column: {@code FIELD}
 * @param remarks at least one for each thing that was written there
 * @param manifests ours, in the order in which they are to be applied
 * @param outcomes a line for each object: what became of it as a whole
 * @param next what a person has to do, a clause each; empty where nothing is left
 */
public record Translation(
    String subject,
    List<Remark> remarks,
    List<ObjectNode> manifests,
    List<String> outcomes,
    List<String> next) {
  public Translation {
    remarks = List.copyOf(remarks);
    manifests = List.copyOf(manifests);
    outcomes = List.copyOf(outcomes);
    next = List.copyOf(next);
  }

  /** Whether a person has to look at something. */
  public boolean isToBeChecked() {
    return remarks.stream().map(Remark::fate).anyMatch(Fate::isToBeChecked);
  }
}
