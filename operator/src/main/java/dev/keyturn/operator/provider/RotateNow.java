package dev.keyturn.operator.provider;

/**
 * What a client offers whose backend itself gives a secret a new value when it is told to. No value
 * passes through here: what the new one is, a read tells. Thread-safe.
 */
public interface RotateNow {

  /** The version that a rotation would replace, without its value. */
  Outcome<VersionStamp> newest(String key, Call call);

  /**
   * Has the backend rotate a secret; never repeated by the client. The same rotation, asked for
   * again, is not made twice.
   *
   * <p>Conflict where another rotation is under way, Conflict/CAS_MISMATCH where the version to
   * replace is not the newest any more, InvalidData/DISABLED where the backend was not told how to
   * rotate this secret, NotFound/CONTAINER_MISSING where nothing there can be rotated.
   *
   * @param ref the secret, with the version that the rotation replaces, as {@link #newest} or a
   *     read told it; where a backend cannot name a rotation, this version is what two requests for
   *     one are known by
   * @param rotationId names the rotation for ever: 32 to 64 letters, digits and hyphens
   */
  Outcome<RotationTicket> start(RemoteRef ref, String rotationId, Call call);

  /** How far a rotation has come; asked as often as one likes. */
  Outcome<RotationState> state(RotationTicket ticket, Call call);
}
