package dev.keyturn.operator.engine.select;

import java.util.Optional;

/**
 * Where the parts of a query stand in a path.
 *
 * @param open index of its opening parenthesis
 * @param operator index of the first operator outside of nested parentheses and strings, or of the
 *     closing parenthesis where there is none
 * @param close index of its closing parenthesis
 */
record QuerySpan(int open, int operator, int close) {

  /** Finds the end of the query that opens here; empty where it does not end. */
  static Optional<QuerySpan> find(String text, int open, int end) {
    int operator = -1;
    int depth = 0;
    for (int i = open; i < end; i++) {
      switch (text.charAt(i)) {
        case '\\' -> i++;
        case '"' -> i = stringEnd(text, i, end);
        case '(' -> depth++;
        case ')' -> {
          depth--;
          if (depth == 0) {
            return Optional.of(new QuerySpan(open, operator < 0 ? i : operator, i));
          }
        }
        case '!', '=', '<', '>', '%' -> {
          if (depth == 1 && operator < 0) {
            operator = i;
          }
        }
        default -> {}
      }
    }
    return Optional.empty();
  }

  private static int stringEnd(String text, int quote, int end) {
    int i = quote + 1;
    while (i < end && text.charAt(i) != '"') {
      i += text.charAt(i) == '\\' ? 2 : 1;
    }
    return i;
  }
}
