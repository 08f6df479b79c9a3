package dev.keyturn.operator.engine.select;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A payload and, where it is JSON, its exact tree. Not thread-safe. Closing wipes the payload and
 * everything that was made of it except the selected values, which belong to whoever selected.
 */
public final class SecretTree implements AutoCloseable {
  private final byte[] payload;
  private final Root root;
  private final List<byte[]> derived = new ArrayList<>();

  private SecretTree(byte[] payload, Root root) {
    this.payload = payload;
    this.root = root;
  }

  /** The payload as JSON, or why it is none. */
  sealed interface Root {
    record Json(JsonNode node) implements Root {}

    record None(Problem problem) implements Root {}
  }

  /** Copies the payload and reads it; a payload that is no JSON can still be selected whole. */
  public static SecretTree parse(byte[] payload) {
    return owning(payload.clone());
  }

  /** Takes over the payload, which nobody else may touch or wipe from now on, and reads it. */
  public static SecretTree owning(byte[] payload) {
    try {
      return new SecretTree(payload, new Root.Json(StrictJson.parse(payload)));
    } catch (Unusable e) {
      return new SecretTree(payload, new Root.None(e.problem()));
    }
  }

  Root root() {
    return root;
  }

  /** Whether the payload is an object with a member of exactly this name that is not null. */
  public boolean hasMember(String name) {
    return root instanceof Root.Json(JsonNode.Members object)
        && object.byName().get(name) instanceof JsonNode member
        && !(member instanceof JsonNode.Null);
  }

  /** A copy of the whole payload. */
  byte[] whole() {
    return payload.clone();
  }

  /** Compares the payloads in constant time. */
  boolean isSameBytes(SecretTree other) {
    return MessageDigest.isEqual(payload, other.payload);
  }

  /** Has the bytes wiped with the rest. */
  byte[] keep(byte[] bytes) {
    derived.add(bytes);
    return bytes;
  }

  @Override
  public void close() {
    Arrays.fill(payload, (byte) 0);
    derived.forEach(bytes -> Arrays.fill(bytes, (byte) 0));
  }

  @Override
  public String toString() {
    return "[redacted]";
  }
}
