package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.wire.RequestBody;
import dev.keyturn.operator.provider.wire.StrictJson;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The credential of a static role, without what Vault says about its times: {@code ttl} counts
 * down, so that every read would look like a change, and is wrong after a rotation by hand (Vault
 * issue 31918).
 *
 * @param payload a JSON object of texts: {@code username}, {@code password}; owned by this record
 * @param rotated when Vault rotated last; empty where it took the credential over and never did
 */
record StaticRoleBody(SecretBytes payload, Optional<Instant> rotated) {
  private static final String NEVER = "never";

  static StaticRoleBody read(SecretBytes body) {
    Reader reader = new Reader();
    try {
      return StrictJson.read(
          body,
          json -> {
            json.object(name -> {
              if (name.equals("data") && !json.isNull()) {
                json.object(member -> reader.member(member, json));
              } else {
                json.skip();
              }
            });
            return reader.body();
          });
    } finally {
      reader.discard();
    }
  }

  /** Vault keeps one version; its time names it. */
  VersionStamp stamp() {
    return new VersionStamp(rotated.map(Instant::toString).orElse(NEVER), false, rotated);
  }

  private static final class Reader {
    private final Map<String, SecretBytes> texts = new TreeMap<>();
    private @Nullable Instant rotated;

    void member(String name, StrictJson json) {
      switch (name) {
        case "last_vault_rotation" -> rotated = KeyValueBody.instant(json.text());
        case "rotation_schedule" -> json.skip();
        default -> {
          if (json.isText()) {
            texts.put(name, json.secret());
          } else {
            json.skip();
          }
        }
      }
    }

    /** An engine of another kind that has such a path answers with something else. */
    StaticRoleBody body() {
      if (!texts.containsKey("username")) {
        throw WireProblem.invalid();
      }
      if (texts.size() == 1) {
        throw new WireProblem(FailureClass.InvalidData, FailureDetail.EMPTY);
      }
      SecretBytes payload =
          RequestBody.of(json -> {
            for (Map.Entry<String, SecretBytes> text : texts.entrySet()) {
              RequestBody.member(json, text.getKey(), text.getValue());
            }
          });
      return new StaticRoleBody(payload, Optional.ofNullable(rotated));
    }

    void discard() {
      texts.values().forEach(SecretBytes::close);
    }
  }
}
