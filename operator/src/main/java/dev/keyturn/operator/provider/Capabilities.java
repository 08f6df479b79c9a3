package dev.keyturn.operator.provider;

/** What a client can do with values. */
public enum Capabilities {
  ReadOnly,
  WriteOnly,
  ReadWrite
}
