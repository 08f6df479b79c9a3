package dev.keyturn.operator.provider.gcp;

import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.CloudProof;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.Edge;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/**
 * The identity token of the operator's own service account ("Verifying VM identity"); the full
 * format names the machine as well, where there is one.
 */
final class MetadataProof implements CloudProof {
  private final MetadataQuestions metadata;
  private final String question;
  private final ErrorMeaning meaning;

  MetadataProof(MetadataQuestions metadata, String audience, InstantSource clock) {
    this.metadata = metadata;
    this.question =
        "identity?audience=" + URLEncoder.encode(audience, StandardCharsets.UTF_8) + "&format=full";
    this.meaning = new ErrorMeaning(clock);
  }

  @Override
  public Outcome<SecretBytes> make(Deadline deadline) {
    return Edge.guard(() -> metadata.ask(question, deadline).then(this::jwt));
  }

  private Outcome<SecretBytes> jwt(Answer answer) {
    try (answer) {
      if (answer.status() != 200) {
        return Outcome.failed(meaning.ofLogin(answer));
      }
      SecretBytes jwt = SecretBytes.ofText(answer.body().withText(String::strip));
      if (jwt.size() == 0) {
        throw WireProblem.invalid();
      }
      return Outcome.ok(jwt);
    }
  }

  @Override
  public void close() {
    metadata.close();
  }
}
