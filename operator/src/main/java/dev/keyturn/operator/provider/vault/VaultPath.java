package dev.keyturn.operator.provider.vault;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.StringJoiner;

/** Turns names into paths that every server and proxy on the way reads the same. */
final class VaultPath {
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  private VaultPath() {}

  /**
   * The name with every byte outside RFC 3986's unreserved set percent-encoded, slashes kept; empty
   * for an empty segment, {@code .}, {@code ..}, a control character or half a surrogate pair.
   */
  static Optional<String> encode(String name) {
    StringJoiner path = new StringJoiner("/");
    for (String segment : name.split("/", -1)) {
      if (segment.isEmpty()
          || segment.equals(".")
          || segment.equals("..")
          || segment.chars().anyMatch(Character::isISOControl)) {
        return Optional.empty();
      }
      try {
        path.add(encodeSegment(segment));
      } catch (CharacterCodingException halfOfAPair) {
        return Optional.empty();
      }
    }
    return Optional.of(path.toString());
  }

  private static String encodeSegment(String segment) throws CharacterCodingException {
    ByteBuffer bytes =
        StandardCharsets.UTF_8
            .newEncoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .encode(CharBuffer.wrap(segment));
    StringBuilder encoded = new StringBuilder();
    while (bytes.hasRemaining()) {
      int octet = bytes.get() & 0xff;
      if (UNRESERVED.indexOf(octet) >= 0) {
        encoded.append((char) octet);
      } else {
        encoded.append(String.format("%%%02X", octet));
      }
    }
    return encoded.toString();
  }
}
