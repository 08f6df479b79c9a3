package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RotateNow;
import dev.keyturn.operator.provider.RotationState;
import dev.keyturn.operator.provider.RotationTicket;
import dev.keyturn.operator.provider.VersionStamp;

/** What Vault rotates, by the class before the path. */
record VaultRotations(StaticRoles roles, TransitKeys keys) implements RotateNow {

  private RotateNow of(String key) {
    return TransitKeys.isMeant(key) ? keys : roles;
  }

  @Override
  public Outcome<VersionStamp> newest(String key, Call call) {
    return of(key).newest(key, call);
  }

  @Override
  public Outcome<RotationTicket> start(RemoteRef ref, String rotationId, Call call) {
    return of(ref.key()).start(ref, rotationId, call);
  }

  @Override
  public Outcome<RotationState> state(RotationTicket ticket, Call call) {
    return of(ticket.ref().key()).state(ticket, call);
  }
}
