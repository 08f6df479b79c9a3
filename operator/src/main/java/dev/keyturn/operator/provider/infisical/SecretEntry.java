package dev.keyturn.operator.provider.infisical;

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.wire.StrictJson;
import dev.keyturn.operator.provider.wire.ValueShape;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One secret as an answer has it.
 *
 * @param type {@code shared}, or {@code personal} for what a user keeps in its place
 * @param value owned by this record; a mask where it is hidden
 * @param hidden empty where the answer does not say, which a read must
 * @param updated when this version was made; absent in what is imported
 * @param folder where the secret stands, absent where the answer does not say
 * @param tags metadata that is not encrypted
 */
record SecretEntry(
    String name,
    String type,
    SecretBytes value,
    RemoteValue.Shape shape,
    Optional<Boolean> hidden,
    long version,
    Optional<Instant> updated,
    Optional<String> environment,
    Optional<String> folder,
    Map<String, String> tags)
    implements AutoCloseable {

  /** Reads the object here. */
  static SecretEntry read(StrictJson json) {
    Reader reader = new Reader(json);
    try {
      json.object(reader::member);
      return reader.entry();
    } catch (WireProblem problem) {
      reader.discard();
      throw problem;
    }
  }

  /**
   * The value, which is the receiver's; AccessDenied/MASKED_VALUE where the identity may see that
   * the secret is there, and no more.
   *
   * @param own false for what the folder imports: its versions are counted elsewhere, so that they
   *     say nothing beside those of a secret of the folder
   */
  Outcome<RemoteValue> read(boolean own) {
    if (hidden.isEmpty() || version < 1) {
      close();
      return Outcome.failed(FailureClass.InvalidData);
    }
    if (hidden.get()) {
      close();
      return Outcome.failed(Failure.of(FailureClass.AccessDenied, FailureDetail.MASKED_VALUE));
    }
    return Outcome.ok(new RemoteValue(value, shape, Optional.of(stamp(own)), tags));
  }

  VersionStamp stamp(boolean own) {
    return new VersionStamp(Long.toString(version), own, updated);
  }

  @Override
  public void close() {
    value.close();
  }

  @Override
  public String toString() {
    return "[secret]";
  }

  /** UTF-8 of the text; half a surrogate pair has none. */
  private static SecretBytes bytes(String text) {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] copy = Arrays.copyOf(encoded.array(), encoded.limit());
      Arrays.fill(encoded.array(), (byte) 0);
      return SecretBytes.owning(copy);
    } catch (CharacterCodingException halfOfAPair) {
      throw WireProblem.invalid();
    }
  }

  private static final class Reader {
    private final StrictJson json;
    private final Map<String, String> tags = new HashMap<>();
    private String name = "";
    private String type = "";
    private @Nullable SecretBytes value;
    private RemoteValue.Shape shape = RemoteValue.Shape.TEXT;
    private @Nullable Boolean hidden;
    private long version;
    private @Nullable Instant updated;
    private @Nullable String environment;
    private @Nullable String folder;

    Reader(StrictJson json) {
      this.json = json;
    }

    void member(String member) {
      if (json.isNull()) {
        return;
      }
      switch (member) {
        case "secretKey" -> name = json.text();
        case "type" -> type = json.text();
        case "secretValue" -> value(json.text());
        case "secretValueHidden" -> hidden = json.flag();
        case "version" -> version = json.whole();
        case "updatedAt" -> updated = instant(json.text());
        case "environment" -> environment = json.text();
        case "secretPath" -> folder = json.text();
        case "secretMetadata" -> json.array(() -> new TagReader().read(json, tags));
        default -> json.skip();
      }
    }

    private void value(String text) {
      value = bytes(text);
      shape = ValueShape.of(text);
    }

    private static Instant instant(String text) {
      try {
        return Instant.parse(text);
      } catch (DateTimeException noInstant) {
        throw WireProblem.invalid();
      }
    }

    SecretEntry entry() {
      if (name.isEmpty() || value == null) {
        throw WireProblem.invalid();
      }
      return new SecretEntry(
          name,
          type,
          value,
          shape,
          Optional.ofNullable(hidden),
          version,
          Optional.ofNullable(updated),
          Optional.ofNullable(environment),
          Optional.ofNullable(folder),
          Map.copyOf(tags));
    }

    void discard() {
      if (value != null) {
        value.close();
      }
    }
  }

  private static final class TagReader {
    private String key = "";
    private String value = "";
    private boolean encrypted;

    void read(StrictJson json, Map<String, String> tags) {
      json.object(member -> {
        if (json.isNull()) {
          return;
        }
        switch (member) {
          case "key" -> key = json.text();
          case "value" -> value = json.text();
          case "isEncrypted" -> encrypted = json.flag();
          default -> json.skip();
        }
      });
      if (!encrypted && !key.isEmpty()) {
        tags.put(key, value);
      }
    }
  }
}
