package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.StrictJson;
import dev.keyturn.operator.provider.wire.WireProblem;

/**
 * What {@code lookup-self} says.
 *
 * @param ttlSeconds 0 for a token without an end
 * @param uses how often the token may still be used; 0 for any number
 * @param namespace that the token belongs to, as the server spells it; empty for the root
 */
record TokenBody(long ttlSeconds, long uses, boolean renewable, String namespace) {

  static TokenBody read(SecretBytes body) {
    return StrictJson.read(body, json -> new Reader().read(json));
  }

  private static final class Reader {
    private long ttlSeconds = -1;
    private long uses;
    private boolean renewable;
    private String namespace = "";

    TokenBody read(StrictJson json) {
      json.object(name -> {
        if (name.equals("data") && !json.isNull()) {
          json.object(member -> member(member, json));
        } else {
          json.skip();
        }
      });
      if (ttlSeconds < 0) {
        throw WireProblem.invalid();
      }
      return new TokenBody(ttlSeconds, uses, renewable, namespace);
    }

    private void member(String name, StrictJson json) {
      switch (name) {
        case "ttl" -> ttlSeconds = json.whole();
        case "num_uses" -> uses = json.whole();
        case "renewable" -> renewable = json.flag();
        case "namespace_path" -> namespace = json.isNull() ? "" : json.text();
        default -> json.skip();
      }
    }
  }
}
