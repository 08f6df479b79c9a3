package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.StrictJson;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.util.Optional;

/**
 * What an answer of Vault complains of; its texts are compared and dropped.
 *
 * @param errors number of errors
 * @param warnings number of warnings
 * @param invalidToken true where an error says that the token is none, or is none any more
 * @param casMismatch true where an error says that a conditional write came too late
 */
record ErrorList(int errors, int warnings, boolean invalidToken, boolean casMismatch) {

  /** Reads a body; empty where it is not one of Vault's. */
  static Optional<ErrorList> read(SecretBytes body) {
    try {
      return StrictJson.read(
          body,
          json -> {
            Reader reader = new Reader();
            json.object(name -> reader.member(name, json));
            return reader.list();
          });
    } catch (WireProblem foreign) {
      return Optional.empty();
    }
  }

  /** Gathers the list among the members of an answer. */
  static final class Reader {
    private int errors = -1;
    private int warnings;
    private boolean invalidToken;
    private boolean bareDenial;
    private boolean casMismatch;

    void member(String name, StrictJson json) {
      if (json.isNull()) {
        return;
      }
      switch (name) {
        case "errors" -> errors = json.array(() -> error(json.text()));
        case "warnings" -> warnings = json.array(json::skip);
        default -> json.skip();
      }
    }

    private void error(String text) {
      invalidToken |= text.contains("invalid token");
      bareDenial |= text.equals("permission denied");
      casMismatch |= text.contains("check-and-set parameter did not match");
    }

    /** A list of warnings alone is Vault's too: a path of version 1 on a mount of version 2. */
    Optional<ErrorList> list() {
      return errors < 0 && warnings == 0
          ? Optional.empty()
          : Optional.of(
              new ErrorList(
                  Math.max(0, errors), warnings, invalidToken || unknownToken(), casMismatch));
    }

    /**
     * OpenBao and older Vaults name no invalid token. They look the token up before anything else
     * and answer its absence with the bare error; what the policies of a known one deny comes in a
     * counted list, "1 error occurred".
     */
    private boolean unknownToken() {
      return bareDenial && errors == 1;
    }
  }
}
