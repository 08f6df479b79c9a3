package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.InvalidRequestException;

/** Reads one secret: GetSecretValue, and DescribeSecret where only that tells why it failed. */
final class SecretReader {
  private final String region;
  private final AwsCalls calls;

  SecretReader(String region, AwsCalls calls) {
    this.region = region;
    this.calls = calls;
  }

  Outcome<RemoteValue> read(RemoteRef ref, Call call) {
    SecretName name = SecretName.of(ref.key(), region);
    VersionChoice version = VersionChoice.of(ref.version());
    return switch (calls.ask(call.deadline(), secrets -> get(secrets, name, version, call))) {
      case Outcome.Ok<Optional<GetSecretValueResponse>>(Optional<GetSecretValueResponse> answer) ->
          answer.isPresent()
              ? Outcome.ok(value(answer.get(), name, version))
              : Outcome.failed(refusal(name, call));
      case Outcome.Failed<Optional<GetSecretValueResponse>>(Failure failure) ->
          Outcome.failed(missing(failure, version));
    };
  }

  /** A label comes and goes: that no version has it never counts as a deletion. */
  private static Failure missing(Failure failure, VersionChoice version) {
    return failure.kind() == FailureClass.NotFound && version instanceof VersionChoice.Stage
        ? failure.withDetail(FailureDetail.NO_CURRENT_VERSION)
        : failure;
  }

  /** Empty where the service says no more than that the request does not fit the secret's state. */
  private static Optional<GetSecretValueResponse> get(
      SecretsManagerClient secrets, SecretName name, VersionChoice version, Call call) {
    try {
      return Optional.of(
          secrets.getSecretValue(request -> {
            request
                .secretId(name.id())
                .overrideConfiguration(AwsCalls.signedWith(call.session().token()));
            version.putTo(request);
          }));
    } catch (InvalidRequestException unfit) {
      return Optional.empty();
    }
  }

  /** Why a request did not fit the secret's state. */
  Failure refusal(SecretName name, Call call) {
    call.another();
    Outcome<Boolean> deleted =
        calls
            .ask(
                call.deadline(),
                secrets ->
                    secrets.describeSecret(request ->
                        request
                            .secretId(name.id())
                            .overrideConfiguration(AwsCalls.signedWith(call.session().token()))))
            .map(description -> description.deletedDate() != null);
    return switch (deleted) {
      case Outcome.Ok<Boolean>(Boolean marked) ->
          marked
              ? Failure.of(FailureClass.SourceDeleted, FailureDetail.SOFT_DELETED)
              : Failure.of(FailureClass.InvalidData);
      case Outcome.Failed<Boolean>(Failure failure) -> failure;
    };
  }

  /** An answer that is not about the secret that was asked for must never reach a target. */
  private static RemoteValue value(
      GetSecretValueResponse answer, SecretName name, VersionChoice version) {
    boolean fits =
        name.name().equals(answer.name())
            && answer.versionId() != null
            && switch (version) {
              case VersionChoice.Current current -> true;
              case VersionChoice.Id(String id) -> id.equals(answer.versionId());
              case VersionChoice.Stage(String stage) -> answer.versionStages().contains(stage);
            };
    if (!fits) {
      throw new AwsProblem(FailureClass.InvalidData, FailureDetail.NONE);
    }
    return SecretValue.of(
        answer.versionId(),
        answer.createdDate(),
        answer.secretString(),
        answer.secretBinary(),
        Map.of());
  }
}
