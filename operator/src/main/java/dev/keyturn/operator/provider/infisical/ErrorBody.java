package dev.keyturn.operator.provider.infisical;

import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.StrictJson;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.util.Optional;

/**
 * How Infisical says that a request did not work. Both texts stay in this package.
 *
 * @param error name of the error: {@code NotFound}, {@code TokenError}
 * @param message a sentence; empty where it is none
 */
record ErrorBody(String error, String message) {

  /** Empty for a body that is none of Infisical's: a proxy's, or a route's that is not there. */
  static Optional<ErrorBody> read(SecretBytes body) {
    try {
      return StrictJson.read(body, json -> new Reader().read(json));
    } catch (WireProblem foreign) {
      return Optional.empty();
    }
  }

  /** The token is expired, malformed or signed by somebody else. */
  boolean isAboutToken() {
    return error.equals("TokenError");
  }

  /** The secret is there, and its value must not be seen. */
  boolean isHiddenValue() {
    return error.equals("ForbiddenReadSecretError");
  }

  /** The folder is there, the secret is not. Every other 404 speaks of what holds the secret. */
  boolean isMissingSecret() {
    return message.startsWith("Secret with name ");
  }

  boolean isExistingSecret() {
    return message.startsWith("Secret already exist");
  }

  private static final class Reader {
    private String error = "";
    private String message = "";
    private boolean ours;

    Optional<ErrorBody> read(StrictJson json) {
      json.object(name -> {
        switch (name) {
          case "reqId" -> {
            ours = true;
            json.skip();
          }
          case "error" -> error = json.isText() ? json.text() : skipped(json);
          case "message" -> message = json.isText() ? json.text() : skipped(json);
          default -> json.skip();
        }
      });
      return ours ? Optional.of(new ErrorBody(error, message)) : Optional.empty();
    }

    /** A body that is not of the expected form has a list of findings for a message. */
    private static String skipped(StrictJson json) {
      json.skip();
      return "";
    }
  }
}
