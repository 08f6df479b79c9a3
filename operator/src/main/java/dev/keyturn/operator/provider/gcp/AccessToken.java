package dev.keyturn.operator.provider.gcp;

import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.provider.wire.StrictJson;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answers of the token services: those of OAuth 2.0 (RFC 6749, section 5.1; RFC 8693) and
 * of the metadata server, and that of {@code generateAccessToken}.
 */
final class AccessToken {
  private @Nullable SecretBytes token;
  private @Nullable Instant expires;

  private AccessToken() {}

  /**
   * The session with the token; a {@link WireProblem} where there is none.
   *
   * @param issued a moment that is not later than the request
   */
  static Session read(SecretBytes body, Instant issued) {
    AccessToken reader = new AccessToken();
    try {
      return StrictJson.read(
          body,
          json -> {
            json.object(name -> reader.member(name, json, issued));
            return reader.session(issued);
          });
    } catch (WireProblem problem) {
      reader.discard();
      throw problem;
    }
  }

  private void member(String name, StrictJson json, Instant issued) {
    switch (name) {
      case "access_token", "accessToken" -> {
        discard();
        token = json.secret();
      }
      case "expires_in" -> expires = issued.plusSeconds(json.whole());
      case "expireTime" -> expires = VersionBody.instant(json.text());
      default -> json.skip();
    }
  }

  /** No API ends such a session: it is ours in that we make the next one before its end. */
  private Session session(Instant issued) {
    if (token == null || token.size() == 0 || expires == null) {
      throw WireProblem.invalid();
    }
    return new Session(token, issued, Optional.of(expires), false, true);
  }

  private void discard() {
    if (token != null) {
      token.close();
    }
  }
}
