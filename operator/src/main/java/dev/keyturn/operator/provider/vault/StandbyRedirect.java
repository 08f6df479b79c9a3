package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Follows one 307 of a Vault standby to the active node.
 *
 * <p>The token travels along, so a redirect counts only if it changes nothing but the host, keeps
 * the scheme, and leads where the shared client may go anyway.
 */
final class StandbyRedirect implements BackendHttp {
  private static final int TEMPORARY = 307;

  private final BackendHttp http;

  StandbyRedirect(BackendHttp http) {
    this.http = http;
  }

  @Override
  public Outcome<Answer> send(Request request, Deadline deadline) {
    return http.send(request, deadline).then(answer -> follow(request, answer, deadline));
  }

  /** Follows nothing: the answer stays what it is. */
  @Override
  public Outcome<Upgrade> upgrade(UpgradeRequest request, Deadline deadline) {
    return http.upgrade(request, deadline);
  }

  private Outcome<Answer> follow(Request request, Answer answer, Deadline deadline) {
    if (answer.status() != TEMPORARY) {
      return Outcome.ok(answer);
    }
    Optional<URI> active = active(request.uri(), answer.headers().get("location"));
    answer.close();
    return active
        .map(uri -> send(request, uri, deadline))
        .orElseGet(() -> Outcome.failed(refused()));
  }

  private Outcome<Answer> send(Request request, URI uri, Deadline deadline) {
    Outcome<Answer> second =
        http.send(
            new Request(
                request.method(), uri, request.headers(), request.body(), request.bodyLimit()),
            deadline);
    return switch (second) {
      case Outcome.Ok<Answer>(Answer answer) when answer.status() == TEMPORARY -> {
        answer.close();
        yield Outcome.failed(refused());
      }
      case Outcome.Failed<Answer>(Failure failure)
          when failure.detail() == FailureDetail.ENDPOINT ->
          Outcome.failed(refused());
      case Outcome.Ok<Answer> ok -> ok;
      case Outcome.Failed<Answer> failed -> failed;
    };
  }

  private static Optional<URI> active(URI asked, @Nullable String location) {
    if (location == null) {
      return Optional.empty();
    }
    try {
      URI uri = new URI(location);
      boolean sameButHost =
          asked.getScheme().equalsIgnoreCase(uri.getScheme())
              && Objects.equals(asked.getRawPath(), uri.getRawPath())
              && Objects.equals(asked.getRawQuery(), uri.getRawQuery())
              && uri.getRawUserInfo() == null
              && uri.getRawFragment() == null;
      return sameButHost ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException noAddress) {
      return Optional.empty();
    }
  }

  private static Failure refused() {
    return Failure.of(FailureClass.Unavailable, FailureDetail.REDIRECT_REFUSED)
        .withStatus(TEMPORARY);
  }

  @Override
  public void close() {
    http.close();
  }
}
