package dev.keyturn.operator.provider.gcp;

import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.StrictJson;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A secret without its versions.
 *
 * @param etag of what is said here; a change that names another one is refused
 */
record SecretBody(Map<String, String> annotations, Instant created, Optional<String> etag) {

  /** Reads one; a {@link WireProblem} where the body is none. */
  static SecretBody read(SecretBytes body) {
    Reader reader = new Reader();
    return StrictJson.read(
        body,
        json -> {
          json.object(name -> reader.member(name, json));
          return reader.secret();
        });
  }

  private static final class Reader {
    private final Map<String, String> annotations = new HashMap<>();
    private @Nullable Instant created;
    private Optional<String> etag = Optional.empty();

    void member(String name, StrictJson json) {
      switch (name) {
        case "annotations" -> json.object(key -> annotations.put(key, json.text()));
        case "createTime" -> created = VersionBody.instant(json.text());
        case "etag" -> etag = Optional.of(json.text());
        default -> json.skip();
      }
    }

    SecretBody secret() {
      if (created == null) {
        throw WireProblem.invalid();
      }
      return new SecretBody(Map.copyOf(annotations), created, etag);
    }
  }
}
