package dev.keyturn.operator.provider;

import java.time.Instant;
import java.util.SortedMap;

/**
 * A token with what belongs to it; the values are owned by this record.
 *
 * @param expires its end, as its maker says
 */
public record IssuedToken(SortedMap<String, SecretBytes> values, Instant expires)
    implements AutoCloseable {
  @Override
  public void close() {
    values.values().forEach(SecretBytes::close);
  }
}
