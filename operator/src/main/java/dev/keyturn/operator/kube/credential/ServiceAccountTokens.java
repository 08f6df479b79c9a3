package dev.keyturn.operator.kube.credential;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.operator.kube.client.Answers;
import dev.keyturn.operator.kube.client.ApiAnswer;
import dev.keyturn.operator.kube.client.ApiCall;
import dev.keyturn.operator.kube.client.ApiServer;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBytes;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import java.time.Duration;
import java.util.Optional;

/** Short-lived tokens of ServiceAccounts, by the TokenRequest API. Thread-safe. */
public final class ServiceAccountTokens {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The API server refuses a shorter life. */
  private static final Duration SHORTEST = Duration.ofMinutes(10);

  private final ApiServer api;

  public ServiceAccountTokens(ApiServer api) {
    this.api = api;
  }

  /**
   * The tokens of one ServiceAccount, for a provider's login; an empty audience means the API
   * server's own.
   */
  public Credentials.TokenSource of(String namespace, String name) {
    return (audience, lifetime, deadline) -> token(namespace, name, audience, lifetime, deadline);
  }

  private Outcome<SecretBytes> token(
      String namespace, String name, String audience, Duration lifetime, Deadline deadline) {
    String path = ApiCall.namespaced("/api/v1", namespace, "serviceaccounts", name, "token");
    ApiCall call = ApiCall.send("POST", path, ApiCall.JSON, body(audience, lifetime));
    return switch (api.send(call, deadline.left())) {
      case ApiAnswer.Success(_, byte[] body) ->
          Answers.read(body, TokenRequest.class)
              .map(answer -> Outcome.ok(SecretBytes.ofText(answer.getStatus().getToken())))
              .orElseGet(() -> Outcome.failed(FailureClass.InvalidData));
      case ApiAnswer.Refused(var refusal) when refusal.code() == 404 ->
          Outcome.failed(refused(FailureDetail.SERVICE_ACCOUNT, refusal.code()));
      case ApiAnswer.Refused(var refusal) ->
          Outcome.failed(refused(FailureDetail.TOKEN_REQUEST, refusal.code()));
      case ApiAnswer.Unavailable(Optional<Duration> retryAfter, _) ->
          Outcome.failed(Failure.of(FailureClass.Unavailable).withRetryAfter(retryAfter));
    };
  }

  /**
   * Whoever gets no token has no identity at the backend: nothing was denied to it there, and above
   * all nothing is missing there.
   */
  private static Failure refused(FailureDetail detail, int status) {
    return Failure.of(FailureClass.AuthFailed, detail).withStatus(status);
  }

  private static ObjectNode body(String audience, Duration lifetime) {
    Duration asked = lifetime.compareTo(SHORTEST) < 0 ? SHORTEST : lifetime;
    ObjectNode body = JSON.createObjectNode();
    body.put("apiVersion", "authentication.k8s.io/v1");
    body.put("kind", "TokenRequest");
    ObjectNode spec = body.putObject("spec");
    if (!audience.isEmpty()) {
      spec.putArray("audiences").add(audience);
    }
    spec.put("expirationSeconds", asked.toSeconds());
    return body;
  }
}
