package dev.keyturn.operator.provider.azure;

import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.wire.StrictJson;
import dev.keyturn.operator.provider.wire.ValueShape;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A secret as a vault answers with it.
 *
 * @param value absent in lists, in answers to changes of attributes, and of deleted secrets
 * @param contentType what its owner says the value is
 * @param deletedAt seconds since 1970, of a deleted secret only
 */
record SecretBundle(
    SecretId id,
    Optional<SecretBytes> value,
    Optional<String> contentType,
    Attributes attributes,
    Map<String, String> tags,
    Optional<Long> deletedAt)
    implements AutoCloseable {

  /** The whole body; a {@link WireProblem} where it is none of Key Vault's. */
  static SecretBundle read(SecretBytes body) {
    Reader reader = new Reader();
    try {
      return StrictJson.read(
          body,
          json -> {
            json.object(name -> reader.member(name, json));
            return reader.bundle();
          });
    } catch (WireProblem problem) {
      reader.discard();
      throw problem;
    }
  }

  /** The object here, of a list. */
  static SecretBundle item(StrictJson json) {
    Reader reader = new Reader();
    json.object(name -> reader.member(name, json));
    return reader.bundle();
  }

  /** Takes the value over; an answer about another secret or version must reach no target. */
  RemoteValue valueOf(String key, Optional<String> version) {
    boolean fits = id.names(key) && id.version().isPresent();
    if (!fits || !version.map(it -> id.version().equals(Optional.of(it))).orElse(true)) {
      close();
      throw WireProblem.invalid();
    }
    SecretBytes payload =
        value.orElseThrow(() -> new WireProblem(FailureClass.InvalidData, FailureDetail.EMPTY));
    return new RemoteValue(
        payload,
        payload.withText(ValueShape::of),
        Optional.of(stamp()),
        tags,
        attributes.expires());
  }

  /** The same, of an answer that must be about this secret. */
  VersionStamp stampOf(String key) {
    if (!id.names(key)) {
      throw WireProblem.invalid();
    }
    return stamp();
  }

  /**
   * Its version. Versions have no order but their time of making. Of a deleted secret, whose id may
   * come without a version, the deletion stands for it.
   */
  VersionStamp stamp() {
    String version =
        id.version()
            .or(() -> deletedAt.map(seconds -> SecretName.DELETION + seconds))
            .orElseThrow(WireProblem::invalid);
    return new VersionStamp(version, false, attributes.created());
  }

  @Override
  public void close() {
    value.ifPresent(SecretBytes::close);
  }

  private static final class Reader {
    private final Map<String, String> tags = new HashMap<>();
    private @Nullable SecretId id;
    private @Nullable SecretBytes value;
    private @Nullable String contentType;
    private @Nullable Attributes attributes;
    private @Nullable Long deletedAt;

    void member(String name, StrictJson json) {
      if (json.isNull()) {
        return;
      }
      switch (name) {
        case "id" -> id = SecretId.parse(json.text());
        case "value" -> value = json.secret();
        case "contentType" -> contentType = json.text();
        case "attributes" -> attributes = Attributes.read(json);
        case "tags" -> json.object(tag -> tags.put(tag, json.text()));
        case "deletedDate" -> deletedAt = json.whole();
        default -> json.skip();
      }
    }

    SecretBundle bundle() {
      if (id == null || attributes == null) {
        throw WireProblem.invalid();
      }
      return new SecretBundle(
          id,
          Optional.ofNullable(value),
          Optional.ofNullable(contentType),
          attributes,
          Map.copyOf(tags),
          Optional.ofNullable(deletedAt));
    }

    void discard() {
      if (value != null) {
        value.close();
      }
    }
  }
}
