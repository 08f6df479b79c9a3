package dev.keyturn.operator.engine.generate;

import java.util.Arrays;
import java.util.Optional;

/**
 * A value that was made and is not accepted by any backend yet.
 *
 * @param value live; {@link #close()} wipes it
 * @param publicPart of a pair of keys
 */
public record Candidate(byte[] value, Optional<byte[]> publicPart) implements AutoCloseable {

  static Candidate of(byte[] value) {
    return new Candidate(value, Optional.empty());
  }

  @Override
  public void close() {
    Arrays.fill(value, (byte) 0);
  }

  @Override
  public String toString() {
    return "[redacted]";
  }
}
