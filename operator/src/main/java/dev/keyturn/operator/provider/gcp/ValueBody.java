package dev.keyturn.operator.provider.gcp;

import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.RemoteValue.Shape;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.wire.StrictJson;
import dev.keyturn.operator.provider.wire.ValueShape;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Reads the answer to {@code :access}: a version with its value. */
final class ValueBody {
  private @Nullable VersionName version;
  private @Nullable SecretBytes value;
  private @Nullable String checksum;

  private ValueBody() {}

  /**
   * The value of this secret, owned by the caller; a {@link WireProblem} where the body holds
   * another secret's, or other bytes than its checksum was made of.
   */
  static RemoteValue read(SecretBytes body, SecretName asked) {
    ValueBody reader = new ValueBody();
    try {
      return StrictJson.read(
          body,
          json -> {
            json.object(name -> reader.member(name, json));
            return reader.value(asked);
          });
    } catch (WireProblem problem) {
      reader.discard();
      throw problem;
    }
  }

  private void member(String name, StrictJson json) {
    switch (name) {
      case "name" -> version = VersionName.of(json.text());
      case "payload" -> json.object(member -> payload(member, json));
      default -> json.skip();
    }
  }

  private void payload(String name, StrictJson json) {
    switch (name) {
      case "data" -> {
        try (SecretBytes text = json.secret()) {
          value = text.with(ValueBody::decoded);
        }
      }
      // A whole number of 64 bits, which the protocol spells as a text.
      case "dataCrc32c" -> checksum = json.text();
      default -> json.skip();
    }
  }

  private static SecretBytes decoded(byte[] text) {
    try {
      return SecretBytes.owning(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException noBase64) {
      throw WireProblem.invalid();
    }
  }

  private RemoteValue value(SecretName asked) {
    if (version == null) {
      throw WireProblem.invalid();
    }
    VersionStamp stamp = VersionBody.stamp(version.of(asked), Optional.empty());
    if (value == null) {
      throw new WireProblem(FailureClass.InvalidData, FailureDetail.EMPTY);
    }
    if (checksum != null && !checksum.equals(value.with(ValueBody::checksum))) {
      throw new WireProblem(FailureClass.InvalidData, FailureDetail.CHECKSUM);
    }
    return new RemoteValue(value, shape(value), Optional.of(stamp), Map.of());
  }

  /** The service itself knows bytes only. */
  private static Shape shape(SecretBytes value) {
    return value.with(ValueBody::isText) ? value.withText(ValueShape::of) : Shape.BYTES;
  }

  private static boolean isText(byte[] bytes) {
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      Arrays.fill(text.array(), '\0');
      return true;
    } catch (CharacterCodingException binary) {
      return false;
    }
  }

  /** CRC32C (RFC 3720, appendix B.4) in decimal. */
  static String checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length);
    return Long.toString(crc.getValue());
  }

  private void discard() {
    if (value != null) {
      value.close();
    }
  }
}
