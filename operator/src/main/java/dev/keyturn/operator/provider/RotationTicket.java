package dev.keyturn.operator.provider;

import java.util.Optional;

/**
 * Names a rotation that was started; it may be written down and outlives the client.
 *
 * @param ref the secret, with the version that is replaced where that is known
 * @param rotationId as it was given
 * @param oldValue a hash of the value that is replaced, keyed by what only the client that made the
 *     ticket has; empty where nothing is to be compared
 */
public record RotationTicket(RemoteRef ref, String rotationId, Optional<String> oldValue) {}
