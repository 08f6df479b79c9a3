package dev.keyturn.operator.engine.template;

import dev.keyturn.operator.engine.template.TemplateFailure.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Between byte strings (one char per byte) and text. */
final class Utf8 {
  private Utf8() {}

  static String encode(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /** Fails with {@link Reason#INVALID_UTF8}. */
  static String decode(String bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw(bytes))).toString();
    } catch (CharacterCodingException notText) {
      throw TemplateFault.of(Reason.INVALID_UTF8);
    }
  }

  static boolean isAscii(String bytes) {
    return bytes.chars().allMatch(unit -> unit < 0x80);
  }

  static byte[] raw(String bytes) {
    return bytes.getBytes(StandardCharsets.ISO_8859_1);
  }
}
