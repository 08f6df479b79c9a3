package dev.keyturn.cli.dev;

import dev.keyturn.cli.output.TextTable;
import dev.keyturn.cli.status.Health;
import java.util.List;

/**
 * One line of the table.
 *
 * @param detail what its last column says
 */
record Row(Health health, String detail) {

  static String table(List<Row> rows) {
    return TextTable.of(
        List.of("KIND", "NAMESPACE", "NAME", "READY", "REASON", "KEYS", "DETAIL"),
        rows.stream().map(Row::cells).toList());
  }

  private List<String> cells() {
    return List.of(
        health.kind().name(),
        health.namespace(),
        health.name(),
        health.ready(),
        health.reason(),
        health.keys(),
        detail);
  }
}
