package dev.keyturn.operator.provider;

import java.time.Instant;
import java.util.Optional;

/**
 * A login at a backend.
 *
 * @param token what the calls carry; empty bytes where the backend needs no login
 * @param expires absent where the login has no end
 * @param renewable true where the backend says that it may be renewed
 * @param ownedByUs true where we made the login and therefore revoke it
 */
public record Session(
    SecretBytes token,
    Instant issued,
    Optional<Instant> expires,
    boolean renewable,
    boolean ownedByUs) {

  /** For backends without a login. */
  public static Session none(Instant now) {
    return new Session(SecretBytes.owning(new byte[0]), now, Optional.empty(), false, false);
  }
}
