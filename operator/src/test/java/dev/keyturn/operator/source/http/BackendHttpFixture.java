package dev.keyturn.operator.source.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.BackendHttp.Request;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.Outcome;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Clients, requests and what comes back, for tests of {@link JdkBackendHttp}. */
final class BackendHttpFixture {
  static final int LIMIT = 1 << 20;

  private BackendHttpFixture() {}

  static JdkBackendHttp http(ScriptedServer server) {
    return http(server.uri().toString());
  }

  static JdkBackendHttp http(String entry) {
    return new JdkBackendHttp(
        EndpointPolicy.of(List.of(entry), Set.of()),
        TlsTrust.system(),
        JdkBackendHttp.CONNECT_TIMEOUT);
  }

  static Request get(URI uri) {
    return new Request("GET", uri, Map.of(), Optional.empty(), LIMIT);
  }

  static Deadline ample() {
    return Deadline.after(Duration.ofSeconds(30));
  }

  static Deadline soon() {
    return Deadline.after(Duration.ofMillis(300));
  }

  static Failure failure(Outcome<Answer> outcome) {
    return switch (outcome) {
      case Outcome.Ok<Answer>(Answer answer) -> throw new AssertionError("answered " + answer);
      case Outcome.Failed<Answer>(Failure failure) -> failure;
    };
  }

  static Answer answer(Outcome<Answer> outcome) {
    return switch (outcome) {
      case Outcome.Ok<Answer>(Answer answer) -> answer;
      case Outcome.Failed<Answer>(Failure failure) -> throw new AssertionError("failed " + failure);
    };
  }

  static String text(Answer answer) {
    return answer.body().with(bytes -> new String(bytes, UTF_8));
  }
}
