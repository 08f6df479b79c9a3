package dev.keyturn.operator.kube.masked;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyturn.operator.engine.mac.MacKey;
import dev.keyturn.operator.engine.mac.Macs;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Masks whole bodies, in pieces. */
final class Masking {
  static final Macs MACS = new Macs(MacKey.of(new byte[MacKey.BYTES]));

  private Masking() {}

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  static String masked(String body, boolean lines) {
    return masked(lines, bytes(body));
  }

  static String masked(boolean lines, byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (MaskedSecrets masking = new MaskedSecrets(MACS, lines)) {
      for (byte[] part : parts) {
        ByteBuffer out = masking.rewrite(List.of(ByteBuffer.wrap(part)));
        byte[] rewritten = new byte[out.remaining()];
        out.get(rewritten);
        all.writeBytes(rewritten);
      }
    }
    return all.toString(UTF_8);
  }

  /** In two pieces, wherever the first one ends. */
  static Stream<String> maskedInTwo(byte[] whole) {
    return IntStream.rangeClosed(0, whole.length)
        .mapToObj(second ->
            masked(
                false,
                Arrays.copyOfRange(whole, 0, second),
                Arrays.copyOfRange(whole, second, whole.length)));
  }
}
