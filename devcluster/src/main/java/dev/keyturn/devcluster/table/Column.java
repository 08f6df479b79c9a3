package dev.keyturn.devcluster.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** One column of a Table. */
record Column(
    String name, String type, String format, String description, int priority, Cell cell) {
  /** Computes the cell of an object. */
  @FunctionalInterface
  interface Cell {
    JsonNode of(ObjectNode object, Instant now);
  }
}
