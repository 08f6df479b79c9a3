package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.vault.VaultConfig.KeyValueVersion;
import dev.keyturn.operator.provider.wire.StrictJson;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code sys/internal/ui/mounts} says of a mount.
 *
 * @param version of the key-value engine; empty for every other engine
 */
record MountBody(Optional<KeyValueVersion> version) {

  /** Reads the body; a {@link WireProblem} where it is none of Vault's. */
  static MountBody read(SecretBytes body) {
    return StrictJson.read(body, json -> new Reader(json).read());
  }

  /** Where a configuration of this version is wrong. */
  List<ConfigProblem> mismatches(KeyValueVersion configured) {
    return version
        .map(actual -> actual == configured ? List.<ConfigProblem>of() : wrongVersion(configured))
        .orElseGet(() -> problem("path", "names a mount that is no key-value engine"));
  }

  private static List<ConfigProblem> wrongVersion(KeyValueVersion configured) {
    return problem(
        "version",
        switch (configured) {
          case V1 -> "says v1, but the mount is of version 2";
          case V2 -> "says v2, but the mount is of version 1";
        });
  }

  private static List<ConfigProblem> problem(String field, String cause) {
    return List.of(new ConfigProblem("provider.vault." + field, FailureDetail.FIELD, cause));
  }

  private static final class Reader {
    private final StrictJson json;
    private @Nullable String type;
    private KeyValueVersion version = KeyValueVersion.V1;

    Reader(StrictJson json) {
      this.json = json;
    }

    MountBody read() {
      json.object(name -> {
        if (name.equals("data")) {
          json.object(this::member);
        } else {
          json.skip();
        }
      });
      return switch (type) {
        case null -> throw WireProblem.invalid();
        // A mount keeps the name "generic" that the engine had when it was made.
        case "kv", "generic" -> new MountBody(Optional.of(version));
        default -> new MountBody(Optional.empty());
      };
    }

    private void member(String name) {
      switch (name) {
        case "type" -> type = json.text();
        case "options" -> options();
        default -> json.skip();
      }
    }

    private void options() {
      if (!json.isNull()) {
        json.object(name -> {
          if (name.equals("version")) {
            version = version();
          } else {
            json.skip();
          }
        });
      }
    }

    private KeyValueVersion version() {
      if (json.isNull()) {
        return KeyValueVersion.V1;
      }
      return switch (json.text()) {
        case "1" -> KeyValueVersion.V1;
        case "2" -> KeyValueVersion.V2;
        default -> throw WireProblem.invalid();
      };
    }
  }
}
