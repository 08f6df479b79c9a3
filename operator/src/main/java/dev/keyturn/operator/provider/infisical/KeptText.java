package dev.keyturn.operator.provider.infisical;

import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Tells what the server would keep as something else: bytes that are no text, white space at the
 * ends, which it trims off, and what looks like a reference to another secret.
 */
final class KeptText {
  private KeptText() {}

  /**
   * Refuses such a payload.
   *
   * @throws WireProblem InvalidData
   */
  static void check(SecretBytes payload) {
    boolean kept =
        payload.with(bytes -> {
          try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            boolean same = isTrimmed(text) && !hasReference(text);
            Arrays.fill(text.array(), '\0');
            return same;
          } catch (CharacterCodingException noText) {
            return false;
          }
        });
    if (!kept) {
      throw WireProblem.invalid();
    }
  }

  /** One line break at the end stays. */
  private static boolean isTrimmed(CharBuffer text) {
    int end = text.length();
    if (end > 0 && text.charAt(end - 1) == '\n') {
      end--;
    }
    return end == 0
        || (!SecretPlace.isSpace(text.charAt(0)) && !SecretPlace.isSpace(text.charAt(end - 1)));
  }

  /** The server's pattern is {@code ${NAME}}, with dots between the parts of a path. */
  private static boolean hasReference(CharBuffer text) {
    for (int i = 0; i + 1 < text.length(); i++) {
      if (text.charAt(i) == '$' && text.charAt(i + 1) == '{' && closes(text, i + 2)) {
        return true;
      }
    }
    return false;
  }

  private static boolean closes(CharBuffer text, int start) {
    int at = start;
    while (at < text.length() && isOfName(text.charAt(at))) {
      at++;
    }
    return at > start && at < text.length() && text.charAt(at) == '}';
  }

  private static boolean isOfName(char character) {
    return (character >= 'a' && character <= 'z')
        || (character >= 'A' && character <= 'Z')
        || (character >= '0' && character <= '9')
        || character == '-'
        || character == '_'
        || character == '.';
  }
}
