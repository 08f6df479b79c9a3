package dev.keyturn.operator.provider.azure;

import dev.keyturn.operator.provider.wire.StrictJson;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a vault says of a version; its times are whole seconds.
 *
 * @param enabled false where it is switched off
 * @param expires the end that its owner set; the service mostly serves the value beyond it
 */
record Attributes(boolean enabled, Optional<Instant> created, Optional<Instant> expires) {

  /** Reads the object here. */
  static Attributes read(StrictJson json) {
    Reader reader = new Reader();
    json.object(name -> reader.member(name, json));
    return new Attributes(
        reader.enabled, Optional.ofNullable(reader.created), Optional.ofNullable(reader.expires));
  }

  private static final class Reader {
    private boolean enabled = true;
    private @Nullable Instant created;
    private @Nullable Instant expires;

    void member(String name, StrictJson json) {
      switch (name) {
        case "enabled" -> enabled = json.isNull() || json.flag();
        case "created" -> created = instant(json);
        case "exp" -> expires = instant(json);
        default -> json.skip();
      }
    }

    private static @Nullable Instant instant(StrictJson json) {
      if (json.isNull()) {
        return null;
      }
      try {
        return Instant.ofEpochSecond(json.whole());
      } catch (DateTimeException noInstant) {
        throw WireProblem.invalid();
      }
    }
  }
}
