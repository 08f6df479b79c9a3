package dev.keyturn.operator.provider;

import dev.keyturn.operator.provider.ProviderClient.Done;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

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

  /**
   * How far apart, in the long run, the versions of one secret have to be; empty where the backend
   * bears as many as are written. Who writes puts newer values off accordingly.
   */
  default Optional<Duration> spacing() {
    return Optional.empty();
  }

  /** What stands at the key, with its mark, in one call. */
  Outcome<Standing> look(String key, Call call);

  /**
   * Whether what was written stands as it was left. No write may rest on it: the tags may be those
   * of the last look at the same version, and are left out where asking for them would cost too
   * much.
   */
  default Outcome<Glance> glance(String key, Call call) {
    return look(key, call)
        .map(standing -> {
          try (standing) {
            return standing instanceof Standing.Present(RemoteValue value)
                ? new Glance(value.version(), Optional.of(value.tags()))
                : Glance.NOTHING;
          }
        });
  }

  /**
   * What a glance shows.
   *
   * @param version of the value; empty where none stands there
   * @param tags empty where they were not asked for
   */
  record Glance(Optional<VersionStamp> version, Optional<Map<String, String>> tags) {
    /** No value. */
    public static final Glance NOTHING = new Glance(Optional.empty(), Optional.empty());
  }

  /**
   * The secret that a key leads to, in one spelling for every store that leads there: kind and
   * address of the backend, what holds the secret, its name. No I/O. Empty where only the backend
   * could say so, and where the key is not legal there.
   */
  Optional<String> place(String key);

  /** The first version of a secret without metadata. */
  default Outcome<VersionStamp> createIfAbsent(String key, SecretBytes payload, Call call) {
    return createIfAbsent(key, payload, Map.of(), call);
  }

  /**
   * Writes the first version and its metadata; {@link FailureDetail#ALREADY_EXISTS} where there is
   * one. The value is at no moment without the metadata: where the backend takes both in two
   * requests the metadata come first, so that a process that dies in between leaves a mark without
   * a value, which counts as absent, and never a value without a mark.
   *
   * @param payload stays the caller's
   */
  Outcome<VersionStamp> createIfAbsent(
      String key, SecretBytes payload, Map<String, String> tags, Call call);

  /**
   * Writes the version after this one; {@link FailureDetail#CAS_MISMATCH} where it is not the
   * newest.
   *
   * @param payload stays the caller's
   */
  Outcome<VersionStamp> compareAndSet(
      String key, SecretBytes payload, VersionStamp newest, Call call);

  /**
   * Replaces the metadata of a secret, its mark included; makes no version, except where the
   * backend counts every change.
   */
  Outcome<Done> tag(String key, Map<String, String> tags, Call call);

  /** Deletes exactly this version, so that a person can bring it back where the backend can. */
  Outcome<Done> delete(String key, VersionStamp version, Call call);
}
