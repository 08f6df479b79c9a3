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
  /** What a path makes on its way may take as many times the payload, and some bytes more. */
  private static final int MOST_DERIVED = 8;

  private static final int LEAST_DERIVED = 64 << 10;

  private final byte[] payload;
  private final Root root;
  private final List<byte[]> derived = new ArrayList<>();
  private long derivedBytes;

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

  /** Bytes of the payload. */
  public int size() {
    return payload.length;
  }

  /** Has the bytes wiped with the rest; a path has room for many rounds, a heap has not. */
  byte[] keep(byte[] bytes) throws Unusable {
    derived.add(bytes);
    derivedBytes += bytes.length;
    if (derivedBytes > (long) MOST_DERIVED * payload.length + LEAST_DERIVED) {
      throw new Unusable(Problem.TOO_LARGE);
    }
    return bytes;
  }

  /** Wipes what paths made on their way; no node that one of them led to may be used any more. */
  void dropDerived() {
    derived.forEach(bytes -> Arrays.fill(bytes, (byte) 0));
    derived.clear();
    derivedBytes = 0;
  }

  @Override
  public void close() {
    Arrays.fill(payload, (byte) 0);
    dropDerived();
  }

  @Override
  public String toString() {
    return "[redacted]";
  }
}
