package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient.Done;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.HttpMeaning;
import dev.keyturn.operator.provider.wire.RequestBody;
import java.util.Optional;
import java.util.function.Function;

/** Requests to an engine that keeps its own things, not values of ours; paths are encoded. */
final class EngineCalls {
  private final VaultTransport transport;
  private final StatusMeaning meaning;
  private final Optional<String> namespace;

  EngineCalls(VaultTransport transport, StatusMeaning meaning, Optional<String> namespace) {
    this.transport = transport;
    this.meaning = meaning;
    this.namespace = namespace;
  }

  <T> Outcome<T> ask(String path, Call call, Function<SecretBytes, T> reading) {
    return answered(
        new VaultOperation.Fetch(
            path, call.session().token(), namespace, VaultClient.auditId(call)),
        call,
        answer ->
            answer.status() == 200
                ? Outcome.ok(reading.apply(answer.body()))
                : Outcome.failed(meaning.ofRole(answer)));
  }

  /**
   * Has the engine do something, after it was asked; a failure tells whether it may have been done
   * all the same.
   */
  Outcome<Done> order(String path, Call call) {
    call.another();
    try (SecretBytes body = RequestBody.of(json -> {})) {
      return answered(
          new VaultOperation.Submit(
              path, body, call.session().token(), namespace, VaultClient.auditId(call)),
          call,
          answer ->
              isDone(answer)
                  ? Outcome.ok(new Done())
                  : Outcome.failed(HttpMeaning.ofWrite(meaning.ofRole(answer), answer)));
    }
  }

  private static boolean isDone(Answer answer) {
    return (answer.status() == 200 || answer.status() == 204) && HttpMeaning.isOfAnApi(answer);
  }

  private <T> Outcome<T> answered(
      VaultOperation operation, Call call, Function<Answer, Outcome<T>> reading) {
    return transport
        .send(operation, call.deadline())
        .then(answer -> {
          try (answer) {
            return reading.apply(answer);
          }
        });
  }
}
