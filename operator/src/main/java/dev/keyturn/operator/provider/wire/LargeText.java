package dev.keyturn.operator.provider.wire;

import com.fasterxml.jackson.core.JsonParser;
import java.util.OptionalInt;

/**
 * Finds the texts that are read from the document itself and not through its parser, which counts
 * in characters. It only ever looks forward.
 */
final class LargeText {
  /** Below it the parser's buffers are not worth the trouble, in bytes of the document. */
  private static final int LARGE = 64 << 10;

  private final byte[] document;
  private final boolean applies;
  private int at;
  private long characters;

  LargeText(byte[] document) {
    this.document = document;
    // A mark of the byte order or another encoding would have to be counted otherwise.
    this.applies = document.length > LARGE && document[0] == '{';
  }

  /**
   * Where the first quote of the text stands that the parser is at and has not read yet; empty
   * where the text is to be had from the parser.
   */
  OptionalInt start(JsonParser parser) {
    if (!applies) {
      return OptionalInt.empty();
    }
    long start = parser.currentTokenLocation().getCharOffset();
    while (characters < start && at < document.length) {
      step();
    }
    return characters == start
            && at < document.length
            && document[at] == '"'
            && parser.currentLocation().getCharOffset() == start + 1
        ? OptionalInt.of(at)
        : OptionalInt.empty();
  }

  /** Over one character, which the parser has found to be well formed. */
  private void step() {
    int head = document[at] & 0xff;
    int bytes = head < 0x80 ? 1 : head < 0xe0 ? 2 : head < 0xf0 ? 3 : 4;
    at += bytes;
    characters += bytes == 4 ? 2 : 1;
  }

  /** The document. */
  byte[] document() {
    return document;
  }
}
