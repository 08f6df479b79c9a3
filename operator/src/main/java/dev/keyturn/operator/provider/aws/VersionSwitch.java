package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient.Done;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.InvalidParameterException;
import software.amazon.awssdk.services.secretsmanager.model.InvalidRequestException;

/**
 * Makes a version current only where the one that it replaces still is. The service has no
 * conditional write, but a conditional move of a label: the version comes under a label of its own
 * (PutSecretValue), takes AWSCURRENT from the one that is named (UpdateSecretVersionStage, which is
 * refused where that one has it no more), and loses its own label.
 */
final class VersionSwitch {
  private final AwsCalls calls;

  VersionSwitch(AwsCalls calls) {
    this.calls = calls;
  }

  /**
   * Writes the version after {@code state.current}; {@link FailureDetail#CAS_MISMATCH} where that
   * one is not current any more.
   *
   * @return the id of the new version
   */
  Outcome<String> write(SecretName name, SecretState state, Content content, String id, Call call) {
    return put(name, content, id, call)
        .then(put -> move(name, state.current(), id, call))
        .then(moved -> {
          drop(name, Map.of(SecretState.HELPER + id, id), call);
          if (!moved) {
            return Outcome.failed(FailureClass.Conflict, FailureDetail.CAS_MISMATCH);
          }
          drop(name, state.helpers(), call);
          return Outcome.ok(id);
        });
  }

  private Outcome<Done> put(SecretName name, Content content, String id, Call call) {
    call.another();
    return calls
        .change(
            call.deadline(),
            secrets ->
                secrets.putSecretValue(request -> {
                  request
                      .secretId(name.id())
                      .clientRequestToken(id)
                      .versionStages(SecretState.HELPER + id)
                      .overrideConfiguration(AwsCalls.signedWith(call.session().token()));
                  content.putTo(request);
                }))
        .map(written -> new Done());
  }

  /**
   * Moves AWSCURRENT by a further request of the call; false where {@code from} had it no more, or
   * where the service does not move it at all.
   */
  Outcome<Boolean> move(SecretName name, Optional<String> from, String to, Call call) {
    call.another();
    return calls.change(call.deadline(), secrets -> move(secrets, name, from, to, call));
  }

  /** False where the label was not there to be taken. */
  private static boolean move(
      SecretsManagerClient secrets, SecretName name, Optional<String> from, String to, Call call) {
    try {
      secrets.updateSecretVersionStage(request -> {
        request
            .secretId(name.id())
            .versionStage(SecretState.CURRENT)
            .moveToVersionId(to)
            .overrideConfiguration(AwsCalls.signedWith(call.session().token()));
        from.ifPresent(request::removeFromVersionId);
      });
      return true;
    } catch (InvalidParameterException | InvalidRequestException lost) {
      return false;
    }
  }

  /** What stays behind, after a crash too, the next write takes away: a label does no harm. */
  private void drop(SecretName name, Map<String, String> labels, Call call) {
    labels.forEach((label, version) -> {
      call.another();
      calls.change(
          call.deadline(),
          secrets ->
              secrets.updateSecretVersionStage(request ->
                  request
                      .secretId(name.id())
                      .versionStage(label)
                      .removeFromVersionId(version)
                      .overrideConfiguration(AwsCalls.signedWith(call.session().token()))));
    });
  }
}
