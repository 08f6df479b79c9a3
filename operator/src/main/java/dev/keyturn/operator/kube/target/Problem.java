package dev.keyturn.operator.kube.target;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.operator.kube.client.Refusal;
import java.util.Optional;

/** What a refusal of the API server means for a Secret. */
sealed interface Problem {

  /** Not the object, or not the version of it, that we knew. */
  record Stale() implements Problem {}

  record ManagerConflict(Optional<String> manager) implements Problem {}

  record NamespaceGone() implements Problem {}

  record Invalid(Detail detail) implements Problem {}

  record TooLarge() implements Problem {}

  /**
   * @param policy as {@link Refusal#policy}
   */
  record Forbidden(Detail detail, Optional<String> policy) implements Problem {}

  /** The codes and causes were seen on kube-apiserver 1.36.3. */
  static Problem of(Refusal refusal) {
    if (refusal.origin() == Refusal.Origin.ADMISSION) {
      // Whatever code it chose: an admission policy says 422 unless it is told otherwise.
      return new Forbidden(Detail.ADMISSION, refusal.policy());
    }
    return switch (refusal.code()) {
      case 409 ->
          refusal.hasCause("FieldManagerConflict")
              ? new ManagerConflict(refusal.conflictingManager())
              : new Stale();
      case 404 -> new NamespaceGone();
      case 403 -> forbidden(refusal);
      case 413 -> new TooLarge();
      case 422 -> invalid(refusal);
      default -> new Invalid(Detail.API_MALFORMED);
    };
  }

  private static Problem forbidden(Refusal refusal) {
    if (refusal.hasCause("NamespaceTerminating")) {
      return new NamespaceGone();
    }
    return switch (refusal.origin()) {
      case AUTHORIZATION -> new Forbidden(Detail.NOT_ENROLLED, Optional.empty());
      case QUOTA -> new Forbidden(Detail.QUOTA, Optional.empty());
      case ADMISSION, OTHER -> new Forbidden(Detail.ADMISSION, refusal.policy());
    };
  }

  private static Problem invalid(Refusal refusal) {
    if (refusal.hasField("metadata.uid")) {
      return new Stale();
    }
    if (refusal.hasField("type")) {
      return new Invalid(Detail.TYPE_CHANGE);
    }
    if (refusal.hasCause("FieldValueTooLong") && refusal.hasField("data")) {
      return new TooLarge();
    }
    if (refusal.hasCause("FieldValueForbidden")
        && (refusal.hasField("data") || refusal.hasField("immutable"))) {
      return new Invalid(Detail.IMMUTABLE);
    }
    return new Invalid(Detail.FIELD);
  }
}
