package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.RotateNow;
import dev.keyturn.operator.provider.RotationState;
import dev.keyturn.operator.provider.RotationTicket;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.VersionStamp;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
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

  private final EngineCalls calls;

  /** Of this client alone: what it hashes can be compared by nobody else, nor guessed. */
  private final byte[] key = new byte[32];

  StaticRoles(EngineCalls calls) {
    this.calls = calls;
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
  public Outcome<VersionStamp> newest(String key, Call call) {
    return VaultClient.edge(() ->
        read(StaticRolePath.of(key), call)
            .map(role -> {
              role.payload().close();
              return role.stamp();
            }));
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
                  ? calls
                      .order(path.rotate(), call)
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
    return calls.ask(path.read(), call, StaticRoleBody::read);
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
