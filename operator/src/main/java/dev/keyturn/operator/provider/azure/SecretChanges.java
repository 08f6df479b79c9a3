package dev.keyturn.operator.provider.azure;

import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient.Done;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.wire.HttpMeaning;
import dev.keyturn.operator.provider.wire.RequestBody;

/** The requests that change something; none of them is the first of its call. */
final class SecretChanges {
  private final VaultCalls calls;
  private final Meaning meaning;

  SecretChanges(VaultCalls calls, Meaning meaning) {
    this.calls = calls;
    this.meaning = meaning;
  }

  /**
   * A new version.
   *
   * @param lost detail of the conflict where something deleted or being recovered has the name
   */
  Outcome<VersionStamp> put(
      String key, SecretText text, SecretText.Kept kept, FailureDetail lost, Call call) {
    return calls.change(
        "PUT",
        SecretName.path(key),
        body -> text.write(body, kept),
        call,
        answer ->
            switch (answer.status()) {
              case 200 -> Outcome.ok(written(key, answer));
              case 409 -> Outcome.failed(FailureClass.Conflict, lost);
              default -> Outcome.failed(meaning.ofWrite(answer));
            });
  }

  private static VersionStamp written(String key, Answer answer) {
    try (SecretBundle bundle = SecretBundle.read(answer.body())) {
      return bundle.stampOf(key);
    }
  }

  /** Of a version: what the members do not name stays as it is. */
  Outcome<Done> patch(String path, RequestBody.Members members, Call call) {
    return calls.change("PATCH", path, members, call, this::done);
  }

  /** All versions. */
  Outcome<Done> delete(String key, Call call) {
    return calls.change("DELETE", SecretName.path(key), call, this::done);
  }

  /** Begins to bring back a deleted secret, which takes seconds. */
  Outcome<Done> recover(String key, Call call) {
    return calls.change("POST", SecretStanding.deletedPath(key) + "/recover", call, this::done);
  }

  private Outcome<Done> done(Answer answer) {
    boolean success = answer.status() == 200 || answer.status() == 204;
    return success && HttpMeaning.isOfAnApi(answer)
        ? Outcome.ok(new Done())
        : Outcome.failed(meaning.ofWrite(answer));
  }
}
