package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.BatchReader;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.RemoteValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.secretsmanager.model.APIErrorType;
import software.amazon.awssdk.services.secretsmanager.model.BatchGetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.SecretValueEntry;

/**
 * Reads up to twenty secrets by one BatchGetSecretValue. An answer of status 200 has values beside
 * errors: a secret stands in one of the two lists, or the answer is wrong about it.
 *
 * <p>Where the identity may not ask for batches at all, the whole is {@link
 * FailureClass#AccessDenied}; a denied secret is a failure of its own key, never of the whole.
 */
final class SecretBatches implements BatchReader {
  private static final int MAXIMUM = 20;

  private final String region;
  private final AwsCalls calls;
  private final SecretReader reader;

  SecretBatches(String region, AwsCalls calls, SecretReader reader) {
    this.region = region;
    this.calls = calls;
    this.reader = reader;
  }

  /** One request answers for any secrets of the region. */
  @Override
  public String group(String key) {
    return "";
  }

  /** Single reads have a hundred times the quota of batches. */
  @Override
  public int least() {
    return 6;
  }

  @Override
  public int maximum() {
    return MAXIMUM;
  }

  @Override
  public Outcome<Map<String, Outcome<RemoteValue>>> readAll(List<String> keys, Call call) {
    return AwsClient.edge(() -> {
      NamedKeys<SecretName> keyed = NamedKeys.of(keys, key -> SecretName.of(key, region));
      return keyed.names().isEmpty()
          ? Outcome.ok(keyed.wrong())
          : ask(keyed.names(), keyed.wrong(), call);
    });
  }

  private Outcome<Map<String, Outcome<RemoteValue>>> ask(
      Map<String, SecretName> names, Map<String, Outcome<RemoteValue>> outcomes, Call call) {
    return calls
        .ask(
            call.deadline(),
            secrets ->
                secrets.batchGetSecretValue(request ->
                    request
                        .secretIdList(names.values().stream().map(SecretName::id).toList())
                        .overrideConfiguration(AwsCalls.signedWith(call.session().token()))))
        .then(answer -> {
          // Neither list is in it: not an answer of the service, and no word about any secret.
          if (!answer.hasSecretValues() && !answer.hasErrors()) {
            return Outcome.failed(FailureClass.InvalidData);
          }
          names.forEach((key, name) -> outcomes.put(key, outcome(answer, name, call)));
          return Outcome.ok(outcomes);
        });
  }

  private Outcome<RemoteValue> outcome(
      BatchGetSecretValueResponse answer, SecretName name, Call call) {
    Optional<SecretValueEntry> value =
        answer.secretValues().stream().filter(it -> isAbout(name, it)).findFirst();
    if (value.isPresent()) {
      return AwsClient.edge(() -> Outcome.ok(value(value.get())));
    }
    return answer.errors().stream()
        .filter(error -> name.id().equals(error.secretId()))
        .findFirst()
        .map(error -> Outcome.<RemoteValue>failed(failure(error, name, call)))
        .orElseGet(() -> Outcome.failed(FailureClass.Internal));
  }

  private static boolean isAbout(SecretName name, SecretValueEntry value) {
    return name.name().equals(value.name()) && (name.isName() || name.id().equals(value.arn()));
  }

  private static RemoteValue value(SecretValueEntry entry) {
    if (entry.versionId() == null) {
      throw new AwsProblem(FailureClass.InvalidData, FailureDetail.NONE);
    }
    return SecretValue.of(
        entry.versionId(),
        entry.createdDate(),
        entry.secretString(),
        entry.secretBinary(),
        Map.of());
  }

  /** What does not fit the secret's state is asked about, as after a read of it alone. */
  private Failure failure(APIErrorType error, SecretName name, Call call) {
    String code = error.errorCode();
    if (code == null) {
      return Failure.of(FailureClass.Internal);
    }
    return code.equals("InvalidRequestException")
        ? reader.refusal(name, call)
        : ErrorMeaning.ofCode(code, error.message());
  }
}
