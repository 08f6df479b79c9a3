package dev.keyturn.cli.dev;

import java.util.ArrayList;
import java.util.List;

/** Lays rows out in columns, as kubectl does. */
final class Table {
  private static final List<String> HEAD =
      List.of("KIND", "NAMESPACE", "NAME", "READY", "REASON", "KEYS", "DETAIL");

  private Table() {}

  static String of(List<Row> rows) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(HEAD);
    rows.forEach(row -> lines.add(row.cells()));
    int[] widths = new int[HEAD.size()];
    for (List<String> line : lines) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], line.get(column).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines) {
      StringBuilder cells = new StringBuilder();
      for (int column = 0; column < widths.length; column++) {
        cells.append(line.get(column));
        cells.repeat(' ', widths[column] - line.get(column).length() + 2);
      }
      text.append(cells.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
