package dev.keyturn.operator.provider.infisical;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/** Logins and access tokens of {@link FakeInfisical}, on a clock that tests move. */
final class FakeTokens {
  private final Map<String, Token> tokens = new HashMap<>();
  private final AtomicInteger logins = new AtomicInteger();
  private Duration passed = Duration.ZERO;
  private long ttl = 3_600;
  private long mostTtl = 86_400;

  private record Token(Instant created, Instant renewed, long ttl, long mostTtl, boolean revoked) {}

  FakeTokens() {
    tokens.put(FakeInfisical.ACCESS_TOKEN, new Token(Instant.now(), Instant.now(), 0, 0, false));
  }

  private Instant now() {
    return Instant.now().plus(passed);
  }

  synchronized void pass(Duration time) {
    passed = passed.plus(time);
  }

  synchronized void lives(long seconds, long most) {
    ttl = seconds;
    mostTtl = most;
  }

  /** Every token of a login is over. */
  synchronized void expire() {
    tokens.replaceAll((id, token) ->
        token.ttl() == 0
            ? token
            : new Token(Instant.EPOCH, Instant.EPOCH, 1, token.mostTtl(), token.revoked()));
  }

  synchronized boolean knows(String id) {
    return tokens.containsKey(id) && !tokens.get(id).revoked();
  }

  int logins() {
    return logins.get();
  }

  synchronized FakeReply login(boolean right) {
    if (!right) {
      return FakeReply.error(401, "UnauthorizedError", "Invalid credentials");
    }
    String id = "header.login-" + logins.incrementAndGet() + ".signature";
    tokens.put(id, new Token(now(), now(), ttl, mostTtl, false));
    return token(id);
  }

  private FakeReply token(String id) {
    Token token = Objects.requireNonNull(tokens.get(id));
    return FakeReply.ok(
        FakeReply.JSON
            .createObjectNode()
            .put("accessToken", id)
            .put("expiresIn", token.ttl())
            .put("accessTokenMaxTTL", token.mostTtl())
            .put("tokenType", "Bearer"));
  }

  /** A renewal that reaches beyond the longest life deletes the token. */
  synchronized FakeReply renew(JsonNode body) {
    String id = body.path("accessToken").textValue();
    check(id);
    Token token = Objects.requireNonNull(tokens.get(id));
    if (token.mostTtl() > 0
        && now().plusSeconds(token.ttl()).isAfter(token.created().plusSeconds(token.mostTtl()))) {
      tokens.remove(id);
      return FakeReply.error(
          401, "UnauthorizedError", "Failed to renew MI access token past its Max TTL expiration");
    }
    tokens.put(
        id, new Token(token.created(), now(), token.ttl(), token.mostTtl(), token.revoked()));
    return token(id);
  }

  synchronized FakeReply revoke(JsonNode body) {
    String id = body.path("accessToken").textValue();
    check(id);
    tokens.computeIfPresent(
        id, (same, it) -> new Token(it.created(), it.renewed(), it.ttl(), it.mostTtl(), true));
    return FakeReply.ok(
        FakeReply.JSON.createObjectNode().put("message", "Successfully revoked access token"));
  }

  /** A token that is over is refused by its signature's library, which says 403. */
  synchronized void check(String id) {
    Token token = tokens.get(id);
    if (token == null) {
      throw new FakeReply.Refusal(403, "TokenError", "jwt malformed");
    }
    if (token.revoked()) {
      throw new FakeReply.Refusal(401, "UnauthorizedError", "Unauthorized");
    }
    if (token.ttl() > 0 && now().isAfter(token.renewed().plusSeconds(token.ttl()))) {
      throw new FakeReply.Refusal(
          403, "TokenError", "Your token has expired. Please re-authenticate.");
    }
  }
}
