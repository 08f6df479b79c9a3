package dev.keyturn.devcluster.http;

import com.sun.net.httpserver.HttpExchange;
import dev.keyturn.devcluster.failure.ApiException;
import dev.keyturn.devcluster.review.Reviews;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;

/** Knows the administrator's token of this start and service account tokens. */
final class Authentication {
  private static final String SCHEME = "Bearer ";
  private static final Set<String> PUBLIC_PATHS =
      Set.of(
          "/livez",
          "/readyz",
          "/healthz",
          "/version",
          "/openid/v1/jwks",
          "/.well-known/openid-configuration");

  private final byte[] administratorToken;
  private final Reviews reviews;

  Authentication(String administratorToken, Reviews reviews) {
    this.administratorToken = administratorToken.getBytes(StandardCharsets.UTF_8);
    this.reviews = reviews;
  }

  /**
   * The user's name.
   *
   * @throws ApiException 401 when the request carries no known token
   */
  String userName(HttpExchange exchange) {
    String header = exchange.getRequestHeaders().getFirst("Authorization");
    if (header == null && PUBLIC_PATHS.contains(exchange.getRequestURI().getPath())) {
      return "system:anonymous";
    }
    if (header == null || !header.startsWith(SCHEME)) {
      throw ApiException.unauthorized();
    }
    String token = header.substring(SCHEME.length());
    if (MessageDigest.isEqual(administratorToken, token.getBytes(StandardCharsets.UTF_8))) {
      return "kubernetes-admin";
    }
    return reviews.verified(token).orElseThrow(ApiException::unauthorized).userName();
  }
}
