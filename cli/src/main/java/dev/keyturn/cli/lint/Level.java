package dev.keyturn.cli.lint;

/** How grave a finding is; the names are SARIF's. */
public enum Level {
  error,
  warning,
  note
}
