package dev.keyturn.benchmarks.result;

/** Which way a figure should go. */
public enum Better {
  LOWER,
  HIGHER,
  /** It describes the run and is no achievement. */
  NEITHER
}
