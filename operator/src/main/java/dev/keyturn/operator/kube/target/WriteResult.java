package dev.keyturn.operator.kube.target;

import dev.keyturn.crds.v1alpha1.Detail;
import java.time.Duration;
import java.util.Optional;

/** What came of writing a target. */
public sealed interface WriteResult {

  /** It is in place, as the view says. */
  record Written(TargetView view, Change change) implements WriteResult {}

  /** What the write did. */
  enum Change {
    CREATED,
    UPDATED,
    /** The live object was as desired already. */
    UNCHANGED
  }

  /**
   * Somebody else has it, and its bytes are as before.
   *
   * @param manager the field manager in the way, or of the values that are there, where its name is
   *     an ordinary one
   */
  record OwnershipConflict(Holder holder, Optional<String> manager) implements WriteResult {}

  /** Who is in the way of a write. */
  enum Holder {
    /** Another object controls the Secret. */
    CONTROLLER,
    /** Another sync marked the Secret as its own. */
    OTHER_SYNC,
    /** Nobody marked it, and the sync does not ask to adopt it. */
    UNMARKED,
    /** Another writer set one of our keys to another value. */
    FIELD_MANAGER
  }

  /** Merge only: the Secret to merge into is not there. */
  record TargetMissing() implements WriteResult {}

  /** The namespace is not there, or it is being deleted. */
  record NamespaceGone() implements WriteResult {}

  /** The API server will not have it as it is: {@code TYPE_CHANGE, IMMUTABLE, FIELD}. */
  record TargetInvalid(Detail detail) implements WriteResult {}

  record TargetTooLarge() implements WriteResult {}

  /**
   * Not allowed: {@code NOT_ENROLLED} (our role), {@code QUOTA} or {@code ADMISSION}.
   *
   * @param policy the admission policy or the webhook, where its name is an ordinary one
   */
  record Forbidden(Detail detail, Optional<String> policy) implements WriteResult {}

  /** Others changed it each time between our look and our write. */
  record Contended() implements WriteResult {}

  /** The API server could not be asked; the write may have been applied. */
  record Unavailable(Optional<Duration> retryAfter) implements WriteResult {}

  /** It was answered, in words that are not those of the API: it may have been applied. */
  record Malformed() implements WriteResult {}

  /** What is there contradicts the cache, and the spec is not the newest: it was left. */
  record Outdated() implements WriteResult {}

  /** This process may not act; nothing was sent. */
  record NotLeader() implements WriteResult {}
}
