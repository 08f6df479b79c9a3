package dev.keyturn.operator.provider;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a read gave.
 *
 * @param payload the value, owned by this record
 * @param shape what the backend says the payload is
 * @param version absent where the backend has none
 * @param tags the backend's metadata of the secret, empty where it has none
 * @param expires when the value ends, where the backend says so; it may have passed already
 */
public record RemoteValue(
    SecretBytes payload,
    Shape shape,
    Optional<VersionStamp> version,
    Map<String, String> tags,
    Optional<Instant> expires)
    implements AutoCloseable {

  /** A value of which the backend says no end. */
  public RemoteValue(
      SecretBytes payload, Shape shape, Optional<VersionStamp> version, Map<String, String> tags) {
    this(payload, shape, version, tags, Optional.empty());
  }

  /** What a payload is. */
  public enum Shape {
    BYTES,
    TEXT,
    JSON_OBJECT
  }

  @Override
  public void close() {
    payload.close();
  }
}
