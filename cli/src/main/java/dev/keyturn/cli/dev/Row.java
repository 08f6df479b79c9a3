package dev.keyturn.cli.dev;

import dev.keyturn.cli.output.TextTable;
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

  static String table(List<Row> rows) {
    return TextTable.of(
        List.of("KIND", "NAMESPACE", "NAME", "READY", "REASON", "KEYS", "DETAIL"),
        rows.stream().map(Row::cells).toList());
  }

  private List<String> cells() {
    return List.of(kind, namespace, name, ready, reason, keys, detail);
  }
}
