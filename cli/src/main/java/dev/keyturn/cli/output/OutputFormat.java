package dev.keyturn.cli.output;

/** What {@code -o} may be. */
public enum OutputFormat {
  table,
  wide,
  json,
  yaml,
  name
}
