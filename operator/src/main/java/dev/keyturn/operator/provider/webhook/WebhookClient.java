package dev.keyturn.operator.provider.webhook;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.BackendHttp.Request;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.LoginlessClient;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProbeReport;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.Edge;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** One service that is asked for each key by itself. It owns the values of its templates. */
final class WebhookClient extends LoginlessClient {
  private final WebhookConfig config;
  private final Credentials credentials;
  private final BackendHttp http;
  private final WebhookRequest requests;
  private final WebhookAnswer answers;

  WebhookClient(
      WebhookConfig config, Credentials credentials, BackendHttp http, InstantSource clock) {
    super(clock);
    this.config = config;
    this.credentials = credentials;
    this.http = http;
    this.requests = new WebhookRequest(config);
    this.answers = new WebhookAnswer(config.result(), clock);
  }

  /** No protocol tells how the service is: any answer shows that it is there. */
  @Override
  public Outcome<ProbeReport> probe(Deadline deadline) {
    return Edge.guard(() ->
        http.send(
                new Request(
                    "HEAD", config.base(), Map.of(), Optional.empty(), WebhookRequest.LIMIT),
                deadline)
            .map(answer -> {
              answer.close();
              return new ProbeReport(Optional.empty(), false, false);
            }));
  }

  @Override
  public Outcome<RemoteValue> read(RemoteRef ref, Call call) {
    return Edge.guard(() -> {
      try (WebhookValues values = WebhookValues.of(ref, config.secrets(), credentials.secrets())) {
        Request request = requests.of(values);
        try {
          return settled(http.send(request, call.deadline()).then(this::read));
        } finally {
          request.body().ifPresent(SecretBytes::close);
        }
      }
    });
  }

  private Outcome<RemoteValue> read(Answer answer) {
    try (answer) {
      return answers.value(answer);
    }
  }

  /** A POST of a webhook asks, and changes nothing. */
  private static Outcome<RemoteValue> settled(Outcome<RemoteValue> outcome) {
    return outcome instanceof Outcome.Failed<RemoteValue>(Failure failure)
            && failure.mayHaveApplied()
        ? Outcome.failed(failure.withMayHaveApplied(false))
        : outcome;
  }

  @Override
  public void close() {
    credentials.secrets().values().forEach(SecretBytes::close);
  }
}
