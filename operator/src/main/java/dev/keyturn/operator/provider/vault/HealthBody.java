package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.StrictJson;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What {@code sys/health} says. */
record HealthBody(boolean sealed, Optional<String> version) {
  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9.+_-]{1,64}");

  /** Empty where the body is not Vault's. */
  static Optional<HealthBody> read(SecretBytes body) {
    try {
      return Optional.of(StrictJson.read(body, json -> new Reader().read(json)));
    } catch (WireProblem foreign) {
      return Optional.empty();
    }
  }

  private static final class Reader {
    private @Nullable Boolean sealed;
    private @Nullable String version;

    HealthBody read(StrictJson json) {
      json.object(name -> {
        switch (name) {
          case "sealed" -> sealed = json.flag();
          case "version" -> version = json.text();
          default -> json.skip();
        }
      });
      if (sealed == null) {
        throw WireProblem.invalid();
      }
      return new HealthBody(
          sealed, Optional.ofNullable(version).filter(text -> VERSION.matcher(text).matches()));
    }
  }
}
