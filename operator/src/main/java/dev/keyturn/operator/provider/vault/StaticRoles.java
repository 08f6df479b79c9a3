package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient.Done;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.RotateNow;
import dev.keyturn.operator.provider.RotationState;
import dev.keyturn.operator.provider.RotationTicket;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.HttpMeaning;
import dev.keyturn.operator.provider.wire.RequestBody;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Static roles: the users whose passwords Vault changes on its own. Vault cannot name a rotation:
 * one that was asked for before is known by {@code last_vault_rotation}, which has left the version
 * that the rotation was to replace. That it was somebody else's rotation makes no difference: the
 * value that had to go is gone.
 */
final class StaticRoles implements RotateNow {
  private static final String ALGORITHM = "HmacSHA256";

  private final VaultTransport transport;
  private final StatusMeaning meaning;
  private final Optional<String> namespace;

  /** Of this client alone: what it hashes can be compared by nobody else, nor guessed. */
  private final byte[] key = new byte[32];

  StaticRoles(VaultTransport transport, StatusMeaning meaning, Optional<String> namespace) {
    this.transport = transport;
    this.meaning = meaning;
    this.namespace = namespace;
    new SecureRandom().nextBytes(key);
  }

  /** The credential as it is now; InvalidData/FIELD for another version: there is none. */
  Outcome<RemoteValue> read(RemoteRef ref, Call call) {
    StaticRolePath path = StaticRolePath.of(ref.key());
    if (ref.version().isPresent()) {
      return Outcome.failed(FailureClass.InvalidData, FailureDetail.FIELD);
    }
    return read(path, call)
        .map(role ->
            new RemoteValue(
                role.payload(),
                RemoteValue.Shape.JSON_OBJECT,
                Optional.of(role.stamp()),
                Map.of()));
  }

  @Override
  public Outcome<RotationTicket> start(RemoteRef ref, String rotationId, Call call) {
    return VaultClient.edge(() -> {
      StaticRolePath path = StaticRolePath.of(ref.key());
      if (ref.version().isEmpty()) {
        // Without it a second request for this rotation could not be told from the first.
        return Outcome.failed(FailureClass.InvalidData, FailureDetail.FIELD);
      }
      return read(path, call)
          .then(role -> {
            try (SecretBytes payload = role.payload()) {
              return ref.version().equals(Optional.of(role.stamp().id()))
                  ? rotate(path, call)
                      .map(done -> new RotationTicket(ref, rotationId, Optional.of(hash(payload))))
                  : Outcome.ok(new RotationTicket(ref, rotationId, Optional.empty()));
            }
          });
    });
  }

  /** A node that lags behind still shows the old credential. */
  @Override
  public Outcome<RotationState> state(RotationTicket ticket, Call call) {
    return VaultClient.edge(() ->
        read(StaticRolePath.of(ticket.ref().key()), call)
            .map(role -> {
              try (SecretBytes payload = role.payload()) {
                boolean moved = !ticket.ref().version().equals(Optional.of(role.stamp().id()));
                boolean differs = !ticket.oldValue().equals(Optional.of(hash(payload)));
                return moved && differs
                    ? new RotationState.Done(role.stamp())
                    : new RotationState.Pending();
              }
            }));
  }

  private Outcome<StaticRoleBody> read(StaticRolePath path, Call call) {
    return answered(
        new VaultOperation.Fetch(
            path.read(), call.session().token(), namespace, VaultClient.auditId(call)),
        call,
        answer ->
            answer.status() == 200
                ? Outcome.ok(StaticRoleBody.read(answer.body()))
                : Outcome.failed(refusal(answer)));
  }

  /** Vault answers when the user has its new password; a failed rotation it tries again itself. */
  private Outcome<Done> rotate(StaticRolePath path, Call call) {
    try (SecretBytes body = RequestBody.of(json -> {})) {
      return answered(
          new VaultOperation.Submit(
              path.rotate(), body, call.session().token(), namespace, VaultClient.auditId(call)),
          call,
          answer ->
              answer.status() == 200 || answer.status() == 204
                  ? Outcome.ok(new Done())
                  : Outcome.failed(HttpMeaning.ofWrite(refusal(answer), answer)));
    }
  }

  /** 400 is Vault's word for a role that is not there, which is no proof of a deletion. */
  private Failure refusal(Answer answer) {
    return switch (answer.status()) {
      case 400, 404 ->
          Failure.of(FailureClass.NotFound, FailureDetail.CONTAINER_MISSING)
              .withStatus(answer.status());
      default -> meaning.of(answer);
    };
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

  private String hash(SecretBytes payload) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return HexFormat.of().formatHex(payload.with(mac::doFinal));
    } catch (GeneralSecurityException everyPlatformHasIt) {
      throw new IllegalStateException(ALGORITHM, everyPlatformHasIt);
    }
  }
}
