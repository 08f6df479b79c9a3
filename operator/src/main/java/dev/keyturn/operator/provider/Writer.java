package dev.keyturn.operator.provider;

import dev.keyturn.operator.provider.ProviderClient.Done;
import java.util.Map;

/**
 * Writes secrets of one backend, never without a condition. A lost race is {@link
 * FailureClass#Conflict}; a failure says whether the write may have happened.
 */
public interface Writer {

  /** Who finds out that a race was lost. */
  enum Condition {
    /** The backend itself, which then refuses the write. */
    ATOMIC,

    /**
     * We, by looking before and after: the write may have happened, and the value of another may be
     * an older version by now. Whoever wrote last stands; at least one of two racers is told.
     */
    DETECTED
  }

  default Condition condition() {
    return Condition.ATOMIC;
  }

  /** What stands at the key, with its mark, in one call. */
  Outcome<Standing> look(String key, Call call);

  /**
   * Writes the first version; {@link FailureDetail#ALREADY_EXISTS} where there is one.
   *
   * @param payload stays the caller's
   */
  Outcome<VersionStamp> createIfAbsent(String key, SecretBytes payload, Call call);

  /**
   * Writes the version after this one; {@link FailureDetail#CAS_MISMATCH} where it is not the
   * newest.
   *
   * @param payload stays the caller's
   */
  Outcome<VersionStamp> compareAndSet(
      String key, SecretBytes payload, VersionStamp newest, Call call);

  /** Replaces the metadata of a secret, its mark included; makes no version. */
  Outcome<Done> tag(String key, Map<String, String> tags, Call call);

  /** Deletes exactly this version, so that a person can bring it back. */
  Outcome<Done> delete(String key, VersionStamp version, Call call);
}
