package dev.keyturn.benchmarks;

/** How much is measured. */
public enum Mode {
  /** Small sizes and short windows: shows that everything works. */
  QUICK,
  /** The sizes of the report. */
  FULL
}
