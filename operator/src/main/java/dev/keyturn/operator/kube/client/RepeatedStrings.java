package dev.keyturn.operator.kube.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Short texts that many objects say alike, once each: reasons, messages, kinds, names of namespaces
 * and stores. Of the cache of an informer they were a third. A table of fixed size that forgets, so
 * that what occurs once costs nothing; it never sees a value of a Secret. Safe for several threads:
 * a String may be published by a race.
 */
final class RepeatedStrings extends StdScalarDeserializer<String> {
  @Serial private static final long serialVersionUID = 1;

  /** Less than kubectl's note of a last applied Secret, which is an annotation with its values. */
  private static final int LONGEST = 96;

  private static final int SLOTS = 1 << 12;

  private final transient @Nullable String[] known = new @Nullable String[SLOTS];

  private RepeatedStrings() {
    super(String.class);
  }

  static void register(SimpleModule module) {
    module.addDeserializer(String.class, new RepeatedStrings());
  }

  @Override
  public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    return parser.hasToken(JsonToken.VALUE_STRING)
            && parser.getTextLength() <= LONGEST
            && !isSecretValue(parser.getParsingContext())
        ? known(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength())
        : StringDeserializer.instance.deserialize(parser, context);
  }

  private String known(char[] characters, int offset, int length) {
    int hash = 0;
    for (int i = offset; i < offset + length; i++) {
      hash = 31 * hash + characters[i];
    }
    int slot = (hash ^ hash >>> 16) & SLOTS - 1;
    @Nullable String before = known[slot];
    if (before != null && isSame(before, characters, offset, length)) {
      return before;
    }
    String text = new String(characters, offset, length);
    known[slot] = text;
    return text;
  }

  private static boolean isSame(String text, char[] characters, int offset, int length) {
    if (text.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (text.charAt(i) != characters[offset + i]) {
        return false;
      }
    }
    return true;
  }

  /** A member of {@code data} or {@code stringData}, of whatever kind. */
  private static boolean isSecretValue(JsonStreamContext place) {
    @Nullable JsonStreamContext parent = place.getParent();
    @Nullable String member = parent == null ? null : parent.getCurrentName();
    return "data".equals(member) || "stringData".equals(member);
  }
}
