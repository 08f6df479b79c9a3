package dev.keyturn.operator.provider.gcp;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.IssuedToken;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.provider.TokenIssuer;
import dev.keyturn.operator.provider.TokenRequest;
import dev.keyturn.operator.provider.wire.Edge;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.time.Instant;
import java.util.TreeMap;

/**
 * Access tokens to hand on: those that Google's registries take as the password of the user {@code
 * oauth2accesstoken}. Each comes of a login of its own, so that it has its whole life before it.
 */
final class GcpTokens implements TokenIssuer {
  private static final String USER = "oauth2accesstoken";

  private final GcpLogin login;

  GcpTokens(GcpLogin login) {
    this.login = login;
  }

  @Override
  public Outcome<IssuedToken> issue(TokenRequest request, Call call) {
    return Edge.guard(() ->
        switch (request) {
          case TokenRequest.Gcr registries -> login.login(call.deadline()).map(GcpTokens::token);
          case TokenRequest.Ecr other -> TokenIssuer.notMine();
          case TokenRequest.Sts other -> TokenIssuer.notMine();
          case TokenRequest.Acr other -> TokenIssuer.notMine();
          case TokenRequest.GitHub other -> TokenIssuer.notMine();
        });
  }

  private static IssuedToken token(Session session) {
    Instant end = session.expires().orElseThrow(WireProblem::invalid);
    TreeMap<String, SecretBytes> values = new TreeMap<>();
    values.put("username", SecretBytes.ofText(USER));
    values.put("password", session.token());
    values.put("expiry", SecretBytes.ofText(Long.toString(end.getEpochSecond())));
    return new IssuedToken(values, end);
  }
}
