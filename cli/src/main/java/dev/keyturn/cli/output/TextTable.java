package dev.keyturn.cli.output;

import java.util.ArrayList;
import java.util.List;

/** Lays rows out in columns, as kubectl does. */
public final class TextTable {
  private static final int GAP = 2;

  private TextTable() {}

  /**
   * @param head the names of the columns
   * @param rows each with as many cells as there are columns
   * @return lines that each end with a line feed, without trailing blanks
   */
  public static String of(List<String> head, List<List<String>> rows) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(head);
    lines.addAll(rows);
    int[] widths = new int[head.size()];
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
        cells.repeat(' ', widths[column] - line.get(column).length() + GAP);
      }
      text.append(cells.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
