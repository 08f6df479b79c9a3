package dev.keyturn.operator.kube.client;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/**
 * Writes what is not ASCII in JSON as escapes. The client reads a watch buffer by buffer: a
 * character that two buffers share becomes two unknown ones, and each that takes more than one byte
 * leaves a NUL behind, which makes the event unreadable [fabric8 7.8.0, WatchHTTPManager].
 */
final class AsciiJson implements BodyRewriter {
  private static final int ASCII = 0x80;
  private static final int ESCAPE = 6;
  private static final HexFormat HEX = HexFormat.of();

  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);

  /** The first bytes of a character of which the rest has not come; it is empty nearly always. */
  private ByteBuffer begun = ByteBuffer.allocate(0);

  @Override
  public ByteBuffer rewrite(List<ByteBuffer> buffers) {
    ByteBuffer bytes = joined(buffers);
    return isAscii(bytes) ? bytes : escaped(bytes);
  }

  private ByteBuffer joined(List<ByteBuffer> buffers) {
    if (buffers.size() == 1 && !begun.hasRemaining()) {
      return buffers.getFirst();
    }
    int size = begun.remaining() + buffers.stream().mapToInt(ByteBuffer::remaining).sum();
    ByteBuffer all = ByteBuffer.allocate(size).put(begun);
    buffers.forEach(all::put);
    return all.flip();
  }

  private static boolean isAscii(ByteBuffer bytes) {
    for (int i = bytes.position(); i < bytes.limit(); i++) {
      if (bytes.get(i) < 0) {
        return false;
      }
    }
    return true;
  }

  private ByteBuffer escaped(ByteBuffer bytes) {
    CharBuffer text = CharBuffer.allocate(bytes.remaining());
    decoder.decode(bytes, text, false);
    begun = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    text.flip();
    long wide = text.chars().filter(each -> each >= ASCII).count();
    ByteBuffer escaped =
        ByteBuffer.allocate(text.remaining() + Math.toIntExact(wide) * (ESCAPE - 1));
    while (text.hasRemaining()) {
      char each = text.get();
      if (each < ASCII) {
        escaped.put((byte) each);
      } else {
        escaped.put(("\\u" + HEX.toHexDigits(each)).getBytes(StandardCharsets.US_ASCII));
      }
    }
    return escaped.flip();
  }

  @Override
  public void close() {
    begun = ByteBuffer.allocate(0);
  }
}
