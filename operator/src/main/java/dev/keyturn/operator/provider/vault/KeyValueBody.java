package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.vault.VaultConfig.KeyValueVersion;
import dev.keyturn.operator.provider.wire.StrictJson;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer to a key-value read, good or bad.
 *
 * @param dataSeen true where the member that holds the value is there, be it null
 * @param value the value, empty for null; owned by this record
 * @param metadata version 2 only
 * @param errors empty where the body has no list of errors
 */
record KeyValueBody(
    boolean dataSeen,
    Optional<SecretBytes> value,
    Optional<Metadata> metadata,
    Optional<ErrorList> errors)
    implements AutoCloseable {

  /** What version 2 says of a version. */
  record Metadata(VersionStamp stamp, boolean destroyed, Map<String, String> tags) {}

  /** Reads the body; a {@link WireProblem} where it is none of Vault's. */
  static KeyValueBody read(SecretBytes body, KeyValueVersion version) {
    Reader reader = new Reader();
    try {
      return StrictJson.read(
          body,
          json -> {
            ErrorList.Reader errors = new ErrorList.Reader();
            json.object(name -> {
              if (name.equals("data") && version == KeyValueVersion.V1) {
                reader.value(json);
              } else if (name.equals("data")) {
                reader.envelope(json);
              } else {
                errors.member(name, json);
              }
            });
            return reader.body(errors.list());
          });
    } catch (WireProblem problem) {
      reader.discard();
      throw problem;
    }
  }

  /** Reads {@code custom_metadata}, which may be null. */
  static void tags(StrictJson json, Map<String, String> tags) {
    if (!json.isNull()) {
      json.object(name -> tags.put(name, json.text()));
    }
  }

  static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException noInstant) {
      throw WireProblem.invalid();
    }
  }

  @Override
  public void close() {
    value.ifPresent(SecretBytes::close);
  }

  private static final class Reader {
    private boolean dataSeen;
    private @Nullable SecretBytes value;
    private @Nullable Metadata metadata;

    void envelope(StrictJson json) {
      if (json.isNull()) {
        return;
      }
      json.object(name -> {
        switch (name) {
          case "data" -> value(json);
          case "metadata" -> metadata = metadata(json);
          default -> json.skip();
        }
      });
    }

    void value(StrictJson json) {
      dataSeen = true;
      if (!json.isNull()) {
        value = json.compactObject();
      }
    }

    private static Metadata metadata(StrictJson json) {
      MetadataReader reader = new MetadataReader(json);
      json.object(reader::member);
      return reader.metadata();
    }

    KeyValueBody body(Optional<ErrorList> errors) {
      return new KeyValueBody(
          dataSeen, Optional.ofNullable(value), Optional.ofNullable(metadata), errors);
    }

    void discard() {
      if (value != null) {
        value.close();
      }
    }
  }

  private static final class MetadataReader {
    private final StrictJson json;
    private final Map<String, String> tags = new HashMap<>();
    private long version;
    private boolean destroyed;
    private @Nullable Instant created;

    MetadataReader(StrictJson json) {
      this.json = json;
    }

    void member(String name) {
      switch (name) {
        case "version" -> version = json.whole();
        case "created_time" -> created = instant(json.text());
        case "destroyed" -> destroyed = json.flag();
        case "custom_metadata" -> tags(json, tags);
        default -> json.skip();
      }
    }

    Metadata metadata() {
      if (version < 1) {
        throw WireProblem.invalid();
      }
      VersionStamp stamp =
          new VersionStamp(Long.toString(version), true, Optional.ofNullable(created));
      return new Metadata(stamp, destroyed, Map.copyOf(tags));
    }
  }
}
