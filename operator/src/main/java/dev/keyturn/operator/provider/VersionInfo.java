package dev.keyturn.operator.provider;

import java.util.Set;

/**
 * One version of a secret, without its value.
 *
 * @param stamp names it
 * @param stages names that the backend has given to the version beside its id, such as {@code
 *     AWSCURRENT}; empty where it has no such names
 */
public record VersionInfo(VersionStamp stamp, Set<String> stages, State state) {
  public VersionInfo {
    stages = Set.copyOf(stages);
  }

  /** What has become of a version. */
  public enum State {
    /** A read without a version gives this one. */
    CURRENT,
    /** Readable by its id alone. */
    OLDER,
    /** Not readable; {@link VersionHistory#undelete} brings its value back. */
    SOFT_DELETED,
    /** Its value is gone for good. */
    DESTROYED,
    /** Switched off; {@link VersionHistory#undelete} switches it on. */
    DISABLED,
    /** Of a rotation that is under way. */
    PENDING
  }
}
