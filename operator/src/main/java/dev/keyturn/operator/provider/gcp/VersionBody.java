package dev.keyturn.operator.provider.gcp;

import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.wire.StrictJson;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A version without its value.
 *
 * @param ending true where its destruction is asked for and put off, as the secret's {@code
 *     versionDestroyTtl} wants it; until then it is disabled
 * @param etag of its state; a change that names another one is refused
 */
record VersionBody(
    VersionName name,
    State state,
    Optional<Instant> created,
    boolean ending,
    Optional<String> etag) {

  /** What can be done with its value. */
  enum State {
    ENABLED,
    DISABLED,
    DESTROYED;

    /** Whatever the service may call a state beside these: it is not enabled, and not gone. */
    static State of(String text) {
      return switch (text) {
        case "ENABLED" -> ENABLED;
        case "DESTROYED" -> DESTROYED;
        default -> DISABLED;
      };
    }
  }

  /** Reads one; a {@link WireProblem} where the body is none. */
  static VersionBody read(SecretBytes body) {
    return StrictJson.read(body, VersionBody::of);
  }

  /**
   * Some versions, the newest first, as the service sorts them. A page may be empty and not the
   * last.
   *
   * @param next the token of the next page
   */
  record Page(List<VersionBody> versions, Optional<String> next) {
    /** A list, from the page of this token on. */
    static String query(String list, Optional<String> token) {
      return list
          + token
              .map(it -> "&pageToken=" + URLEncoder.encode(it, StandardCharsets.UTF_8))
              .orElse("");
    }
  }

  /** Reads a page; a {@link WireProblem} where the body is none. */
  static Page readPage(SecretBytes body) {
    List<VersionBody> versions = new ArrayList<>();
    List<String> next = new ArrayList<>(1);
    return StrictJson.read(
        body,
        json -> {
          json.object(name -> {
            switch (name) {
              case "versions" -> json.array(() -> versions.add(of(json)));
              case "nextPageToken" -> next.add(json.text());
              default -> json.skip();
            }
          });
          return new Page(versions, next.stream().filter(token -> !token.isEmpty()).findFirst());
        });
  }

  boolean enabled() {
    return state == State.ENABLED;
  }

  private static VersionBody of(StrictJson json) {
    Reader reader = new Reader();
    json.object(name -> reader.member(name, json));
    return reader.version();
  }

  VersionStamp stamp(SecretName asked) {
    return stamp(name.of(asked), created);
  }

  /**
   * Numbers grow, but begin at 1 again when a secret is deleted and made anew, and a read does not
   * say how old its version is: a smaller number is no proof of a lagging replica.
   */
  static VersionStamp stamp(long number, Optional<Instant> created) {
    return new VersionStamp(Long.toString(number), false, created);
  }

  private static final class Reader {
    private @Nullable VersionName name;
    private State state = State.DISABLED;
    private @Nullable Instant created;
    private @Nullable String etag;
    private boolean ending;

    void member(String member, StrictJson json) {
      switch (member) {
        case "name" -> name = VersionName.of(json.text());
        case "state" -> state = State.of(json.text());
        case "createTime" -> created = instant(json.text());
        case "scheduledDestroyTime" -> ending = !json.text().isEmpty();
        case "etag" -> etag = json.text();
        default -> json.skip();
      }
    }

    VersionBody version() {
      if (name == null) {
        throw WireProblem.invalid();
      }
      return new VersionBody(
          name, state, Optional.ofNullable(created), ending, Optional.ofNullable(etag));
    }
  }

  static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException noInstant) {
      throw WireProblem.invalid();
    }
  }
}
