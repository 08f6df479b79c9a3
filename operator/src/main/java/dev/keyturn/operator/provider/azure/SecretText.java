package dev.keyturn.operator.provider.azure;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.RequestBody;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** A value that a vault can keep: a text of at most 25 KB. It stays its owner's. */
record SecretText(SecretBytes value) {
  private static final int LONGEST = 25 * 1024;

  /** Refuses, before any call, what the service would not keep as it is. */
  static SecretText of(SecretBytes payload) {
    if (payload.size() > LONGEST) {
      throw new WireProblem(FailureClass.InvalidData, FailureDetail.TOO_LARGE);
    }
    if (!payload.with(SecretText::isText)) {
      throw new WireProblem(FailureClass.InvalidData, FailureDetail.FIELD);
    }
    return new SecretText(payload);
  }

  private static boolean isText(byte[] bytes) {
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      Arrays.fill(text.array(), '\0');
      return true;
    } catch (CharacterCodingException noText) {
      return false;
    }
  }

  /** What a new version has beside its value: the service takes nothing over. */
  record Kept(Optional<String> contentType, Map<String, String> tags) {
    /** Of a first version. */
    static Kept of(Map<String, String> tags) {
      return new Kept(Optional.empty(), tags);
    }

    static Kept of(SecretBundle before) {
      return new Kept(before.contentType(), before.tags());
    }
  }

  void write(JsonGenerator body, Kept kept) throws IOException {
    RequestBody.member(body, "value", value);
    if (kept.contentType().isPresent()) {
      body.writeStringField("contentType", kept.contentType().get());
    }
    SecretTags.write(body, kept.tags());
  }
}
