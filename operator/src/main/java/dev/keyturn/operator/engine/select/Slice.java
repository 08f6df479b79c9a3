package dev.keyturn.operator.engine.select;

/**
 * A run of bytes of a buffer that somebody else wipes.
 *
 * @param to exclusive
 */
record Slice(byte[] source, int from, int to) {

  static Slice of(byte[] source) {
    return new Slice(source, 0, source.length);
  }

  int length() {
    return to - from;
  }

  @Override
  public String toString() {
    return "[redacted]";
  }
}
