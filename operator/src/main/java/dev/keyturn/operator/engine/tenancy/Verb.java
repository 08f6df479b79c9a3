package dev.keyturn.operator.engine.tenancy;

/** What is done with a path. Neither implies the other. */
public enum Verb {
  READ,
  WRITE
}
