package dev.keyturn.operator.provider.infisical;

import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.StrictJson;
import dev.keyturn.operator.provider.wire.WireProblem;

/**
 * What a login or a renewal gave.
 *
 * @param seconds life of the token from now on; 0 for one without an end
 * @param mostSeconds life of the token from its login on, renewals included; 0 for no bound
 */
record TokenBody(String token, long seconds, long mostSeconds) {

  static TokenBody read(SecretBytes body) {
    return StrictJson.read(body, json -> new Reader().read(json));
  }

  @Override
  public String toString() {
    return "[redacted]";
  }

  private static final class Reader {
    private String token = "";
    private long seconds = -1;
    private long mostSeconds = -1;

    TokenBody read(StrictJson json) {
      json.object(name -> {
        switch (name) {
          case "accessToken" -> token = json.text();
          case "expiresIn" -> seconds = json.whole();
          case "accessTokenMaxTTL" -> mostSeconds = json.whole();
          default -> json.skip();
        }
      });
      if (!Access.isToken(token) || seconds < 0 || mostSeconds < 0) {
        throw WireProblem.invalid();
      }
      return new TokenBody(token, seconds, mostSeconds);
    }
  }
}
