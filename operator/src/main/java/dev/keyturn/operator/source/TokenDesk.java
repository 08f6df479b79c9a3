package dev.keyturn.operator.source;

import dev.keyturn.operator.engine.lease.TokenLife;
import dev.keyturn.operator.engine.tenancy.Decision;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.IssuedToken;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.TokenIssuer;
import dev.keyturn.operator.provider.TokenRequest;
import dev.keyturn.operator.source.guard.Lease;
import java.time.Instant;

/**
 * Short-lived tokens of one identity at one backend. Each is for one asker: nothing is shared, kept
 * or asked twice. Thread-safe.
 */
public final class TokenDesk {
  private final ProviderClient client;
  private final SoleCalls sole;
  private final Instrumented calls;

  TokenDesk(ProviderClient client, SoleCalls sole, Instrumented calls) {
    this.client = client;
    this.sole = sole;
    this.calls = calls;
  }

  /** A token that the caller closes, and its life by the clock of this process. */
  public record Issued(IssuedToken token, TokenLife life) {}

  /**
   * Has a token made; InvalidData for one that is over when it comes, as it is where the clocks are
   * far apart.
   *
   * @param granted the tenancy engine's leave for exactly this token
   * @param lease the guard's leave to call
   */
  public Outcome<Issued> issue(Decision.Allowed granted, TokenRequest request, Lease lease) {
    if (!granted.path().toString().equals("token:" + request.path())) {
      throw new IllegalArgumentException("the grant is for another token");
    }
    Instant start = calls.wallClock();
    return client
        .tokens()
        .map(issuer ->
            sole.change(lease, "issue", request.path(), call -> issuer.issue(request, call)))
        .orElseGet(TokenIssuer::notMine)
        .then(token -> alive(token, start));
  }

  private Outcome<Issued> alive(IssuedToken token, Instant start) {
    if (!token.expires().isAfter(calls.wallClock())) {
      token.close();
      return Outcome.failed(FailureClass.InvalidData);
    }
    return Outcome.ok(new Issued(token, new TokenLife(start, token.expires())));
  }
}
