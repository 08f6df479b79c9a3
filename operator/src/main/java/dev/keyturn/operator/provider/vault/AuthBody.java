package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.StrictJson;
import dev.keyturn.operator.provider.wire.WireProblem;
import org.jspecify.annotations.Nullable;

/**
 * What a login or a renewal gave.
 *
 * @param leaseSeconds 0 for a token without an end
 */
record AuthBody(SecretBytes token, long leaseSeconds, boolean renewable) {

  static AuthBody read(SecretBytes body) {
    Reader reader = new Reader();
    try {
      return StrictJson.read(body, reader::read);
    } catch (WireProblem problem) {
      reader.discard();
      throw problem;
    }
  }

  private static final class Reader {
    private @Nullable SecretBytes token;
    private long leaseSeconds = -1;
    private boolean renewable;

    AuthBody read(StrictJson json) {
      json.object(name -> {
        if (name.equals("auth") && !json.isNull()) {
          json.object(member -> member(member, json));
        } else {
          json.skip();
        }
      });
      if (token == null || leaseSeconds < 0) {
        throw WireProblem.invalid();
      }
      if (token.size() == 0) {
        // A second factor is asked for, which nobody can give here.
        throw new WireProblem(FailureClass.AuthFailed, FailureDetail.NONE);
      }
      if (!VaultToken.isLegal(token)) {
        throw WireProblem.invalid();
      }
      return new AuthBody(token, leaseSeconds, renewable);
    }

    private void member(String name, StrictJson json) {
      switch (name) {
        case "client_token" -> token = json.secret();
        case "lease_duration" -> leaseSeconds = json.whole();
        case "renewable" -> renewable = json.flag();
        default -> json.skip();
      }
    }

    void discard() {
      if (token != null) {
        token.close();
      }
    }
  }
}
