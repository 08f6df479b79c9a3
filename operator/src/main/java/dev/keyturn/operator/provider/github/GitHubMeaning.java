package dev.keyturn.operator.provider.github;

import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.HttpMeaning;
import dev.keyturn.operator.provider.wire.StrictJson;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;

/** What an answer of GitHub means that is not the one that was asked for. */
final class GitHubMeaning {
  private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._:-]{1,80}");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  private final InstantSource clock;

  GitHubMeaning(InstantSource clock) {
    this.clock = clock;
  }

  Failure of(Answer answer) {
    Failure failure =
        switch (answer.status()) {
          case 403, 429 -> isLimit(answer) ? throttled() : Failure.of(FailureClass.AccessDenied);
          case 404 -> missing(answer.body());
          // Repositories or permissions that the installation itself does not have.
          case 422 -> Failure.of(FailureClass.AccessDenied);
          default -> HttpMeaning.of(answer.status());
        };
    Failure complete = HttpMeaning.complete(failure, answer, clock.instant());
    return complete
        .withRetryAfter(complete.retryAfter().or(() -> reset(failure, answer)))
        .withRequestId(
            Optional.ofNullable(answer.headers().get("x-github-request-id"))
                .filter(id -> REQUEST_ID.matcher(id).matches()));
  }

  /** "Rate limits for the REST API": a limit is told with 403 as well as with 429. */
  private static boolean isLimit(Answer answer) {
    return answer.status() == 429
        || answer.headers().containsKey("retry-after")
        || "0".equals(answer.headers().get("x-ratelimit-remaining"));
  }

  private static Failure throttled() {
    return Failure.of(FailureClass.Throttled);
  }

  private Optional<Duration> reset(Failure failure, Answer answer) {
    if (failure.kind() != FailureClass.Throttled) {
      return Optional.empty();
    }
    return Optional.ofNullable(answer.headers().get("x-ratelimit-reset"))
        .filter(text -> SECONDS.matcher(text).matches())
        .map(text -> Duration.between(clock.instant(), Instant.ofEpochSecond(Long.parseLong(text))))
        .filter(wait -> wait.isPositive() && wait.compareTo(LONGEST_WAIT) <= 0);
  }

  /** Only GitHub's own word for it says that the App has no such installation. */
  private static Failure missing(SecretBytes body) {
    boolean[] said = new boolean[1];
    try {
      StrictJson.read(
          body,
          json -> {
            json.object(name -> {
              said[0] |= name.equals("message");
              json.skip();
            });
            return said;
          });
    } catch (WireProblem foreign) {
      return Failure.of(FailureClass.Unavailable);
    }
    return said[0]
        ? Failure.of(FailureClass.NotFound, FailureDetail.CONTAINER_MISSING)
        : Failure.of(FailureClass.Unavailable);
  }
}
