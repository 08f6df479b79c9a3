package dev.keyturn.operator.engine.template.cryptography;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * One block of a PEM text (RFC 7468).
 *
 * @param type what stands after BEGIN, such as {@code CERTIFICATE}
 * @param headers lines of RFC 1421 before the body, each with its line end; most often empty
 */
public record PemBlock(String type, String headers, byte[] content) {
  private static final String BEGIN = "-----BEGIN ";
  private static final String DASHES = "-----";
  private static final int LINE = 64;

  static PemBlock of(String type, byte[] content) {
    return new PemBlock(type, "", content);
  }

  /** All blocks; text around them is skipped. Empty where one of them is broken. */
  public static Optional<List<PemBlock>> all(String text) {
    List<PemBlock> blocks = new ArrayList<>();
    int from = 0;
    for (int begin = text.indexOf(BEGIN); begin >= 0; begin = text.indexOf(BEGIN, from)) {
      int typeEnd = text.indexOf(DASHES, begin + BEGIN.length());
      if (typeEnd < 0) {
        return Optional.empty();
      }
      String type = text.substring(begin + BEGIN.length(), typeEnd);
      String closing = "-----END " + type + DASHES;
      int end = type.contains("\n") ? -1 : text.indexOf(closing, typeEnd);
      if (end < 0) {
        return Optional.empty();
      }
      Optional<PemBlock> block = block(type, text.substring(typeEnd + DASHES.length(), end));
      if (block.isEmpty()) {
        return Optional.empty();
      }
      blocks.add(block.get());
      from = end + closing.length();
    }
    return Optional.of(blocks);
  }

  private static Optional<PemBlock> block(String type, String inside) {
    StringBuilder headers = new StringBuilder();
    StringBuilder body = new StringBuilder();
    boolean inHeaders = inside.contains(":");
    for (String line : (Iterable<String>) inside.strip().lines()::iterator) {
      if (inHeaders && line.isBlank()) {
        inHeaders = false;
      } else if (inHeaders) {
        headers.append(line.strip()).append('\n');
      } else {
        body.append(line.strip());
      }
    }
    try {
      byte[] content = Base64.getDecoder().decode(body.toString());
      return Optional.of(new PemBlock(type, headers.toString(), content));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  /** The block as text, in lines of 64 characters. */
  public String encode() {
    Base64.Encoder lines = Base64.getMimeEncoder(LINE, "\n".getBytes(StandardCharsets.US_ASCII));
    return BEGIN
        + type
        + DASHES
        + "\n"
        + (headers.isEmpty() ? "" : headers + "\n")
        + lines.encodeToString(content)
        + "\n-----END "
        + type
        + DASHES
        + "\n";
  }

  @Override
  public String toString() {
    return "PemBlock[" + type + "]";
  }
}
