package dev.keyturn.cli.dev;

import java.util.List;

/**
 * One line of the table.
 *
 * @param settled true when the object has been looked at in its present generation
 * @param message why it is not Ready
 */
record Row(
    String kind,
    String namespace,
    String name,
    String ready,
    String reason,
    String keys,
    String detail,
    boolean settled,
    String message) {

  boolean isReady() {
    return settled && ready.equals("True");
  }

  List<String> cells() {
    return List.of(kind, namespace, name, ready, reason, keys, detail);
  }
}
