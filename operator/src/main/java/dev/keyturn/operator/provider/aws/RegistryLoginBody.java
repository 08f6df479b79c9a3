package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.IssuedToken;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.StrictJson;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@code GetAuthorizationToken} answers: {@code authorizationData}, which is a list of
 * one at ECR and an object at ECR Public, with the base64 of {@code user:password}.
 */
final class RegistryLoginBody {
  private @Nullable SecretBytes token;
  private @Nullable String address;
  private @Nullable Instant expires;

  private RegistryLoginBody() {}

  /** A {@link WireProblem} where there is no login, none with an end, or more than one. */
  static IssuedToken read(SecretBytes body, boolean ofPublicRegistries) {
    RegistryLoginBody login = new RegistryLoginBody();
    try {
      StrictJson.read(
          body,
          json -> {
            json.object(name -> {
              if (!name.equals("authorizationData")) {
                json.skip();
              } else if (ofPublicRegistries) {
                json.object(member -> login.member(member, json));
              } else {
                login.only(json);
              }
            });
            return login;
          });
      return login.issued(ofPublicRegistries);
    } finally {
      login.wipe();
    }
  }

  private void only(StrictJson json) {
    if (json.array(() -> json.object(member -> member(member, json))) != 1) {
      throw WireProblem.invalid();
    }
  }

  private void member(String name, StrictJson json) {
    switch (name) {
      case "authorizationToken" -> {
        wipe();
        token = json.secret();
      }
      case "proxyEndpoint" -> address = json.text();
      case "expiresAt" -> expires = json.moment();
      default -> json.skip();
    }
  }

  private IssuedToken issued(boolean ofPublicRegistries) {
    if (token == null || expires == null || (address == null && !ofPublicRegistries)) {
      throw WireProblem.invalid();
    }
    byte[] pair = token.with(RegistryLoginBody::decoded);
    try {
      int colon = colon(pair);
      TreeMap<String, SecretBytes> values = new TreeMap<>();
      values.put("username", SecretBytes.owning(Arrays.copyOf(pair, colon)));
      values.put("password", SecretBytes.owning(Arrays.copyOfRange(pair, colon + 1, pair.length)));
      values.put("expires_at", SecretBytes.ofText(Long.toString(expires.getEpochSecond())));
      if (address != null) {
        values.put("proxy_endpoint", SecretBytes.ofText(address));
      }
      return new IssuedToken(values, expires);
    } finally {
      Arrays.fill(pair, (byte) 0);
    }
  }

  private static byte[] decoded(byte[] base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException noBase64) {
      throw WireProblem.invalid();
    }
  }

  /** Neither the user nor the password is empty. */
  private static int colon(byte[] pair) {
    for (int i = 1; i < pair.length - 1; i++) {
      if (pair[i] == ':') {
        return i;
      }
    }
    throw WireProblem.invalid();
  }

  private void wipe() {
    if (token != null) {
      token.close();
    }
  }

  /** The code of a refusal, without the name space that some services put before it. */
  static Optional<String> errorCode(SecretBytes body) {
    String[] code = new String[1];
    try {
      StrictJson.read(
          body,
          json -> {
            json.object(name -> {
              if (name.equals("__type") && json.isText()) {
                code[0] = json.text();
              } else {
                json.skip();
              }
            });
            return code;
          });
    } catch (WireProblem foreign) {
      return Optional.empty();
    }
    return Optional.ofNullable(code[0]).map(text -> text.substring(text.indexOf('#') + 1));
  }
}
