package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.VersionMark;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.wire.StrictJson;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The body of {@code GET <mount>/metadata/<key>}. */
final class MetadataBody {
  private static final String FIRST = "1";

  private final StrictJson json;
  private final Map<String, Version> versions = new HashMap<>();
  private final Map<String, String> tags = new HashMap<>();
  private long current;
  private @Nullable Instant created;

  /**
   * A key, with or without versions.
   *
   * @param beganWithData true where the key is as old as its first version, and not older
   */
  record Key(Map<String, String> tags, boolean isWritten, boolean beganWithData) {
    /** There is nothing, not even metadata. */
    static final Key NONE = new Key(Map.of(), false, false);
  }

  private record Version(@Nullable Instant created, boolean ends, boolean destroyed) {}

  private MetadataBody(StrictJson json) {
    this.json = json;
  }

  /**
   * The newest version; a {@link WireProblem} where the body is none of Vault's.
   *
   * @return empty where the version is deleted, destroyed, or ends at a time: whose clock would
   *     tell?
   */
  static Optional<VersionMark> newest(SecretBytes body) {
    return StrictJson.read(body, json -> new MetadataBody(json).read());
  }

  /** The key; a {@link WireProblem} where the body is none of Vault's. */
  static Key key(SecretBytes body) {
    return StrictJson.read(
        body,
        json -> {
          MetadataBody read = new MetadataBody(json);
          read.members();
          @Nullable Version first = read.versions.get(FIRST);
          return new Key(
              Map.copyOf(read.tags),
              read.current > 0,
              first != null && first.created() != null && first.created().equals(read.created));
        });
  }

  private void members() {
    json.object(name -> {
      if (name.equals("data") && !json.isNull()) {
        json.object(this::member);
      } else {
        json.skip();
      }
    });
  }

  private Optional<VersionMark> read() {
    members();
    String number = Long.toString(current);
    return Optional.ofNullable(versions.get(number))
        .filter(version -> !version.ends() && !version.destroyed())
        .map(version ->
            new VersionMark(
                new VersionStamp(number, true, Optional.ofNullable(version.created())),
                Map.copyOf(tags)));
  }

  private void member(String name) {
    switch (name) {
      case "created_time" -> created = KeyValueBody.instant(json.text());
      case "current_version" -> current = json.whole();
      case "versions" -> json.object(number -> versions.put(number, version()));
      case "custom_metadata" -> KeyValueBody.tags(json, tags);
      default -> json.skip();
    }
  }

  private Version version() {
    VersionReader reader = new VersionReader();
    json.object(reader::member);
    return new Version(reader.created, reader.ends, reader.destroyed);
  }

  private final class VersionReader {
    private @Nullable Instant created;
    private boolean ends;
    private boolean destroyed;

    void member(String name) {
      switch (name) {
        case "created_time" -> created = KeyValueBody.instant(json.text());
        case "deletion_time" -> ends = !json.text().isEmpty();
        case "destroyed" -> destroyed = json.flag();
        default -> json.skip();
      }
    }
  }
}
