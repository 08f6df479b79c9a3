package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.VersionStamp;
import java.util.Optional;

/**
 * What a reader knows of a secret after it has read it: enough to notice a change, nothing to learn
 * the value from.
 *
 * @param fingerprint keyed hash of the payload; the key lives as long as the process
 * @param version what the backend called the version
 * @param startedAt monotonic nanoseconds of the moment the read began
 */
public record Seen(String fingerprint, Optional<VersionStamp> version, long startedAt) {}
