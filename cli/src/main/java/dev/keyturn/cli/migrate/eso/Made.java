package dev.keyturn.cli.migrate.eso;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What a generator becomes. */
sealed interface Made {
  /**
   * An entry of {@code dataFrom}.
   *
   * @param store the SecretStore that makes it
   */
  record Entry(String store, ObjectNode entry) implements Made {}

  /** Values that are made once and kept: {@code secretKey} and {@code generator} of each. */
  record Values(List<ObjectNode> values) implements Made {}

  /** It is said why not. */
  record Nothing() implements Made {}
}
