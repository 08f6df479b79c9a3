package dev.keyturn.operator.engine.mac;

/**
 * An HMAC-SHA-256 cut to 128 bits, as 22 characters of base64url. Two of them may be compared, and
 * it may be published: without the key it says nothing of the value.
 */
public record Mac(String text) {
  @Override
  public String toString() {
    return text;
  }
}
