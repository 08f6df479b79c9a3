package dev.keyturn.operator.engine.select;

import dev.keyturn.crds.v1alpha1.DecodingStrategy;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** What the bytes of a reference mean. */
public sealed interface Decoding {

  /** The meaning, a new array, owned by the caller, who wipes it. */
  record Decoded(byte[] value) implements Decoding {
    @Override
    public String toString() {
      return "[redacted]";
    }
  }

  /** The bytes are not in the encoding: InvalidData. */
  record Invalid(Problem problem) implements Decoding {}

  /**
   * Decodes; padding is optional, line breaks are not part of the encoding, as tools wrap their
   * lines. Auto takes Base64, then Base64URL, and keeps what is neither.
   */
  static Decoding decode(byte[] bytes, DecodingStrategy strategy) {
    return switch (strategy) {
      case None -> new Decoded(bytes.clone());
      case Base64 -> orInvalid(tried(bytes, Base64.getDecoder()));
      case Base64URL -> orInvalid(tried(bytes, Base64.getUrlDecoder()));
      case Auto ->
          new Decoded(
              tried(bytes, Base64.getDecoder())
                  .or(() -> tried(bytes, Base64.getUrlDecoder()))
                  .orElseGet(bytes::clone));
    };
  }

  private static Decoding orInvalid(Optional<byte[]> value) {
    return value.<Decoding>map(Decoded::new).orElseGet(() -> new Invalid(Problem.NOT_BASE64));
  }

  private static Optional<byte[]> tried(byte[] bytes, Base64.Decoder decoder) {
    byte[] unwrapped = unwrapped(bytes);
    try {
      return Optional.of(decoder.decode(unwrapped));
    } catch (IllegalArgumentException textOfTheInput) {
      return Optional.empty();
    } finally {
      Arrays.fill(unwrapped, (byte) 0);
    }
  }

  private static byte[] unwrapped(byte[] bytes) {
    byte[] kept = new byte[bytes.length];
    int size = 0;
    for (byte b : bytes) {
      if (b != '\n' && b != '\r') {
        kept[size++] = b;
      }
    }
    byte[] exact = Arrays.copyOf(kept, size);
    Arrays.fill(kept, (byte) 0);
    return exact;
  }
}
