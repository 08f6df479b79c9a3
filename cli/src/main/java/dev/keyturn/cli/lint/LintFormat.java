package dev.keyturn.cli.lint;

/** What {@code -o} of lint may be. */
enum LintFormat {
  text,
  json,
  sarif
}
