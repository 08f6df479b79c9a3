package dev.keyturn.operator.provider.azure;

import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.StrictJson;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A token of a registry: a JWT (RFC 7519), whose end stands nowhere but in itself. */
final class RegistryToken {
  private @Nullable SecretBytes text;
  private @Nullable Instant end;

  private RegistryToken() {}

  /** The member of the answer; a {@link WireProblem} where it is not there. */
  static SecretBytes read(SecretBytes body, String member) {
    RegistryToken token = new RegistryToken();
    try {
      StrictJson.read(
          body,
          json -> {
            json.object(name -> {
              if (name.equals(member)) {
                token.text = json.secret();
              } else {
                json.skip();
              }
            });
            return token;
          });
    } catch (WireProblem malformed) {
      token.discard();
      throw malformed;
    }
    if (token.text == null || token.text.size() == 0) {
      throw WireProblem.invalid();
    }
    return token.text;
  }

  private void discard() {
    if (text != null) {
      text.close();
    }
  }

  /** What the token says of its end. Who asked the registry itself need not check who signed. */
  static Optional<Instant> end(SecretBytes token) {
    RegistryToken claims = new RegistryToken();
    try (SecretBytes payload = token.with(RegistryToken::payload)) {
      StrictJson.read(
          payload,
          json -> {
            json.object(name -> {
              if (name.equals("exp")) {
                claims.end = json.moment();
              } else {
                json.skip();
              }
            });
            return claims;
          });
      return Optional.ofNullable(claims.end);
    } catch (WireProblem noClaims) {
      return Optional.empty();
    }
  }

  private static SecretBytes payload(byte[] jwt) {
    int from = indexOf(jwt, 0) + 1;
    int to = indexOf(jwt, from);
    if (from == 0 || to < 0) {
      throw WireProblem.invalid();
    }
    byte[] encoded = Arrays.copyOfRange(jwt, from, to);
    try {
      return SecretBytes.owning(Base64.getUrlDecoder().decode(encoded));
    } catch (IllegalArgumentException noBase64) {
      throw WireProblem.invalid();
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
  }

  private static int indexOf(byte[] jwt, int from) {
    for (int i = from; i < jwt.length; i++) {
      if (jwt[i] == '.') {
        return i;
      }
    }
    return -1;
  }
}
