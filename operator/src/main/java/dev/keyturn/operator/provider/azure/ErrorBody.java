package dev.keyturn.operator.provider.azure;

import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.StrictJson;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.util.Optional;

/**
 * The codes of a refusal: {@code {"error": {"code", "message", "innererror": {"code"}}}}. They are
 * compared with and never handed on.
 *
 * @param code empty where the body has none
 * @param inner empty where the body has none
 */
record ErrorBody(String code, String inner) {

  /** Empty where the body is none of Key Vault's. */
  static Optional<ErrorBody> read(SecretBytes body) {
    try {
      ErrorBody read = StrictJson.read(body, json -> new Reader().read(json));
      return read.code().isEmpty() ? Optional.empty() : Optional.of(read);
    } catch (WireProblem foreign) {
      return Optional.empty();
    }
  }

  boolean says(String innerCode) {
    return inner.equals(innerCode) || code.equals(innerCode);
  }

  private static final class Reader {
    private String code = "";
    private String inner = "";

    ErrorBody read(StrictJson json) {
      json.object(name -> {
        if (name.equals("error") && !json.isNull() && !json.isText()) {
          json.object(member -> member(member, json));
        } else {
          json.skip();
        }
      });
      return new ErrorBody(code, inner);
    }

    private void member(String name, StrictJson json) {
      switch (name) {
        case "code" -> code = json.text();
        case "innererror", "innerError" -> inner(json);
        default -> json.skip();
      }
    }

    private void inner(StrictJson json) {
      if (json.isNull()) {
        return;
      }
      json.object(name -> {
        if (name.equals("code")) {
          inner = json.text();
        } else {
          json.skip();
        }
      });
    }
  }
}
