package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.VersionInfo;
import dev.keyturn.operator.provider.VersionMark;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.wire.StrictJson;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The body of {@code GET <mount>/metadata/<key>}. */
final class MetadataBody {
  private static final String FIRST = "1";
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

  /** How far the server's clock may be ahead of ours. */
  private static final Duration SKEW = Duration.ofMinutes(1);

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

  /**
   * The versions of a key.
   *
   * @param newest number of the last one that was written, be it deleted; 0 for none
   * @param versions the newest first
   */
  record History(long newest, List<VersionInfo> versions) {}

  private record Version(@Nullable Instant created, @Nullable Instant end, boolean destroyed) {
    boolean ends() {
      return end != null;
    }
  }

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

  /**
   * The versions; a {@link WireProblem} where the body is none of Vault's.
   *
   * @param now by our clock; a version that ended by the server's clock has ended, so that one may
   *     be a little behind the other
   */
  static History history(SecretBytes body, Instant now) {
    return StrictJson.read(
        body,
        json -> {
          MetadataBody read = new MetadataBody(json);
          read.members();
          if (read.created == null) {
            throw WireProblem.invalid();
          }
          return new History(
              read.current,
              read.versions.entrySet().stream()
                  .map(entry -> read.info(entry.getKey(), entry.getValue(), now.plus(SKEW)))
                  .sorted(
                      Comparator.comparing((VersionInfo info) -> Long.parseLong(info.stamp().id()))
                          .reversed())
                  .toList());
        });
  }

  private VersionInfo info(String number, Version version, Instant now) {
    VersionInfo.State state;
    if (version.destroyed()) {
      state = VersionInfo.State.DESTROYED;
    } else if (version.end() != null && !version.end().isAfter(now)) {
      state = VersionInfo.State.SOFT_DELETED;
    } else {
      state =
          number.equals(Long.toString(current))
              ? VersionInfo.State.CURRENT
              : VersionInfo.State.OLDER;
    }
    return new VersionInfo(
        new VersionStamp(number, true, Optional.ofNullable(version.created())), Set.of(), state);
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
      case "versions" -> json.object(this::version);
      case "custom_metadata" -> KeyValueBody.tags(json, tags);
      default -> json.skip();
    }
  }

  private void version(String number) {
    if (!NUMBER.matcher(number).matches()) {
      throw WireProblem.invalid();
    }
    VersionReader reader = new VersionReader();
    json.object(reader::member);
    versions.put(number, new Version(reader.created, reader.end, reader.destroyed));
  }

  private final class VersionReader {
    private @Nullable Instant created;
    private @Nullable Instant end;
    private boolean destroyed;

    void member(String name) {
      switch (name) {
        case "created_time" -> created = KeyValueBody.instant(json.text());
        case "deletion_time" -> {
          String text = json.text();
          end = text.isEmpty() ? null : KeyValueBody.instant(text);
        }
        case "destroyed" -> destroyed = json.flag();
        default -> json.skip();
      }
    }
  }
}
