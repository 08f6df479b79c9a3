package dev.keyturn.operator.provider;

import dev.keyturn.operator.provider.ProviderClient.Done;
import java.util.List;
import java.util.Set;

/**
 * The versions that a backend keeps of a secret, and what can be done to one of them. A whole
 * secret is never purged here. Thread-safe.
 *
 * <p>NotFound where no version of the key was ever written, and where it has no version of the id
 * that was asked for; InvalidData/FIELD for an id that no version of this backend can have. A
 * failure of a change says whether the change may have been made.
 */
public interface VersionHistory {
  /** Most versions that a list tells of, the newest ones. */
  int MOST_VERSIONS = 10_000;

  /** What a backend can do to a version. */
  enum Operation {
    UNDELETE,
    DESTROY,
    ROLLBACK
  }

  /**
   * What this one can do; no I/O. Every other change is InvalidData/NONE before any request, and
   * not made.
   */
  Set<Operation> operations();

  /** Who finds out that a rollback lost a race. */
  Writer.Condition condition();

  /**
   * All versions, the newest first. All pages count against the deadline of the call.
   *
   * <p>What the backend has forgotten by itself, as Vault does beyond {@code max_versions}, is left
   * out. Of a secret that is deleted as a whole it may tell the newest version alone.
   */
  Outcome<List<VersionInfo>> list(String key, Call call);

  /**
   * Makes a soft-deleted or disabled version readable again, with the value that it had; changes
   * nothing where it is readable. SourceDeleted/DESTROYED where its value is gone; Conflict while
   * the backend is still about it. Where the backend deletes secrets as a whole, all their versions
   * come back.
   */
  Outcome<Done> undelete(String key, String version, Call call);

  /**
   * Takes the value of a version away for good, readable or not; the version itself and all others
   * stay. Changes nothing where it is destroyed already.
   */
  Outcome<Done> destroy(String key, String version, Call call);

  /**
   * Makes the value of a version current again, as a new version where the backend cannot move the
   * old one, and changes nothing where the version is the current one. The metadata of the secret
   * stay as they are.
   *
   * <p>Conflict/CAS_MISMATCH where the precondition does not hold or a race was lost; SourceDeleted
   * with its detail where the version cannot be read; Conflict/NONE where it is of a rotation that
   * is under way.
   *
   * @return the version that is current now
   */
  Outcome<VersionStamp> rollback(String key, String to, Precondition precondition, Call call);
}
