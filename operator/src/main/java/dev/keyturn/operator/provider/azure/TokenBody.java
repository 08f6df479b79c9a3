package dev.keyturn.operator.provider.azure;

import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.StrictJson;
import dev.keyturn.operator.provider.wire.WireProblem;
import org.jspecify.annotations.Nullable;

/**
 * A token as Entra ID gives it (RFC 6749, section 5.1), or the metadata service, which writes its
 * numbers as texts.
 */
record TokenBody(SecretBytes token, long seconds) {
  private static final long LONGEST = 7L * 24 * 3600;

  /** A {@link WireProblem} where the body holds no token. */
  static TokenBody read(SecretBytes body) {
    Reader reader = new Reader();
    try {
      return StrictJson.read(body, reader::read);
    } catch (WireProblem problem) {
      reader.discard();
      throw problem;
    }
  }

  /** Nothing that a header could not carry. */
  private static boolean isLegal(SecretBytes token) {
    return token.with(bytes -> {
      for (byte octet : bytes) {
        if (octet <= ' ' || octet == 0x7f) {
          return false;
        }
      }
      return bytes.length > 0;
    });
  }

  private static final class Reader {
    private @Nullable SecretBytes token;
    private long seconds = -1;

    TokenBody read(StrictJson json) {
      json.object(name -> {
        switch (name) {
          case "access_token" -> token = json.secret();
          case "expires_in" -> seconds = seconds(json);
          default -> json.skip();
        }
      });
      if (token == null || !isLegal(token) || seconds < 1 || seconds > LONGEST) {
        throw WireProblem.invalid();
      }
      return new TokenBody(token, seconds);
    }

    private static long seconds(StrictJson json) {
      if (!json.isText()) {
        return json.whole();
      }
      try {
        return Long.parseLong(json.text());
      } catch (NumberFormatException noNumber) {
        throw WireProblem.invalid();
      }
    }

    void discard() {
      if (token != null) {
        token.close();
      }
    }
  }
}
