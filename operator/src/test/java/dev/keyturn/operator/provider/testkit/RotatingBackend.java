package dev.keyturn.operator.provider.testkit;

/**
 * What a test does, behind the provider's back, to a backend that rotates a secret when it is told
 * to.
 */
public interface RotatingBackend {

  /** Stores a secret that the backend knows how to rotate; gives its key. */
  String rotatable(String name);

  /** Lets the rotation that is under way come to its end; nothing where {@code start} waits. */
  void finishRotation(String key);

  /** True: rotations that are started from now on fail. False: they work again. */
  void failRotations(String key, boolean fail);

  /** How many new values the backend has made of the secret, or has begun to make. */
  int rotations(String key);

  /** True where a rotation goes on after {@code start}, and a second one is refused meanwhile. */
  boolean takesTime();
}
