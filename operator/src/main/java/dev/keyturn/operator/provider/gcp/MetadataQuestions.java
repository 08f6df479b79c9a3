package dev.keyturn.operator.provider.gcp;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.Outcome;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** Asks the metadata server about the operator's own service account, by a client that it owns. */
final class MetadataQuestions implements AutoCloseable {
  private static final String ACCOUNT = "/computeMetadata/v1/instance/service-accounts/default/";

  private final URI address;
  private final BackendHttp http;

  MetadataQuestions(MetadataServer server) {
    this.address = server.address();
    this.http = server.http().get();
  }

  /** The answer, whatever its status, of the metadata server and of nobody else. */
  Outcome<Answer> ask(String question, Deadline deadline) {
    return http.send(
            new BackendHttp.Request(
                "GET",
                address.resolve(ACCOUNT + question),
                Map.of("Metadata-Flavor", "Google"),
                Optional.empty(),
                GcpCalls.SMALL_LIMIT),
            deadline)
        .then(answer ->
            "Google".equals(answer.headers().get("metadata-flavor"))
                ? Outcome.ok(answer)
                : foreign(answer));
  }

  /** Something else answers at the address of the metadata server. */
  private static Outcome<Answer> foreign(Answer answer) {
    try (answer) {
      return Outcome.failed(Failure.of(FailureClass.Unavailable).withStatus(answer.status()));
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
