package dev.keyturn.operator.provider;

import java.time.Instant;
import java.util.Optional;

/**
 * Names one version of a secret.
 *
 * @param id opaque, safe to show
 * @param ordered true where ids are whole numbers that only grow while the key is not purged
 * @param created when the version was made, where the backend says so
 */
public record VersionStamp(String id, boolean ordered, Optional<Instant> created) {}
