package dev.keyturn.operator.engine.schedule;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;

/** Numbers that look random and are the same for the same text, in every process. */
public final class Spread {

  private Spread() {}

  /** A part of the given length, in milliseconds, less than the whole. */
  public static Duration within(String text, Duration length) {
    return Duration.ofMillis(Math.floorMod(hash(text), Math.max(1, length.toMillis())));
  }

  static long hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(digest).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
