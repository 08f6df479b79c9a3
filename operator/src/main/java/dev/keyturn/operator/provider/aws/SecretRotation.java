package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RotateNow;
import dev.keyturn.operator.provider.RotationState;
import dev.keyturn.operator.provider.RotationTicket;
import dev.keyturn.operator.provider.VersionStamp;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.InvalidRequestException;

/**
 * RotateSecret, with the rotation's id as the id of the version that it makes: a rotation is known
 * by it for ever, and asking twice makes one version. The secret is looked at first, because the
 * request has effects that nobody asked for where it comes at the wrong time: it takes up a
 * schedule again that somebody stopped. CancelRotateSecret is never called: it stops the schedule.
 */
final class SecretRotation implements RotateNow {
  /** ClientRequestToken (API reference). */
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{32,64}");

  private final String region;
  private final AwsCalls calls;
  private final SecretLooks looks;

  SecretRotation(String region, AwsCalls calls) {
    this.region = region;
    this.calls = calls;
    this.looks = new SecretLooks(calls);
  }

  @Override
  public Outcome<VersionStamp> newest(String key, Call call) {
    return AwsClient.edge(() -> looks.labels(SecretName.of(key, region), call).then(this::current));
  }

  private Outcome<VersionStamp> current(RotationLabels labels) {
    if (labels.deleted()) {
      return Outcome.failed(FailureClass.SourceDeleted, FailureDetail.SOFT_DELETED);
    }
    return labels
        .current()
        .map(id -> Outcome.ok(new VersionStamp(id, false, Optional.empty())))
        .orElseGet(() -> Outcome.failed(FailureClass.NotFound, FailureDetail.NO_CURRENT_VERSION));
  }

  @Override
  public Outcome<RotationTicket> start(RemoteRef ref, String rotationId, Call call) {
    return AwsClient.edge(() -> {
      if (!ID.matcher(rotationId).matches()) {
        throw new AwsProblem(FailureClass.InvalidData, FailureDetail.FIELD);
      }
      SecretName name = SecretName.of(ref.key(), region);
      return looks.labels(name, call).then(labels -> start(name, ref, rotationId, labels, call));
    });
  }

  private Outcome<RotationTicket> start(
      SecretName name, RemoteRef ref, String id, RotationLabels labels, Call call) {
    if (labels.deleted()) {
      return Outcome.failed(FailureClass.SourceDeleted, FailureDetail.SOFT_DELETED);
    }
    if (labels.knows(id)) {
      return Outcome.ok(new RotationTicket(ref, id, Optional.empty()));
    }
    if (labels.pending().isPresent()) {
      return Outcome.failed(FailureClass.Conflict);
    }
    if (!labels.enabled()) {
      return Outcome.failed(FailureClass.InvalidData, FailureDetail.DISABLED);
    }
    if (ref.version().isPresent() && !ref.version().equals(labels.current())) {
      return Outcome.failed(FailureClass.Conflict, FailureDetail.CAS_MISMATCH);
    }
    RemoteRef replaced = new RemoteRef(ref.key(), labels.current());
    call.another();
    return calls
        .change(call.deadline(), secrets -> rotate(secrets, name, id, call))
        .then(accepted ->
            accepted
                ? Outcome.ok(new RotationTicket(replaced, id, Optional.empty()))
                : refused(name, call));
  }

  /** False where the service says no more than that the request does not fit the secret's state. */
  private static boolean rotate(
      SecretsManagerClient secrets, SecretName name, String id, Call call) {
    try {
      secrets.rotateSecret(request ->
          request
              .secretId(name.id())
              .clientRequestToken(id)
              .overrideConfiguration(AwsCalls.signedWith(call.session().token())));
      return true;
    } catch (InvalidRequestException unfit) {
      return false;
    }
  }

  /** Another rotation came between the look and the request, or the service has its reasons. */
  private Outcome<RotationTicket> refused(SecretName name, Call call) {
    call.another();
    return looks
        .labels(name, call)
        .then(labels ->
            Outcome.failed(
                labels.pending().isPresent()
                    ? Failure.of(FailureClass.Conflict)
                    : Failure.of(FailureClass.InvalidData)));
  }

  @Override
  public Outcome<RotationState> state(RotationTicket ticket, Call call) {
    return AwsClient.edge(() ->
        looks
            .labels(SecretName.of(ticket.ref().key(), region), call)
            .then(labels ->
                labels.deleted()
                    ? Outcome.failed(FailureClass.SourceDeleted, FailureDetail.SOFT_DELETED)
                    : Outcome.ok(state(ticket, labels))));
  }

  /**
   * The function that rotates ends with moving AWSCURRENT; when it fails, its version stays pending
   * and the service tells nobody. A version whose label another one took will not arrive any more.
   * One that is not to be seen at all while nothing else moved may be an answer that lags.
   */
  private static RotationState state(RotationTicket ticket, RotationLabels labels) {
    String id = ticket.rotationId();
    if (labels.arrived(id)) {
      return new RotationState.Done(new VersionStamp(id, false, Optional.empty()));
    }
    if (labels.pending().equals(Optional.of(id))) {
      return new RotationState.Pending();
    }
    boolean overtaken =
        labels.pending().isPresent()
            || (ticket.ref().version().isPresent()
                && !ticket.ref().version().equals(labels.current()));
    return overtaken ? new RotationState.Failed() : new RotationState.Pending();
  }
}
