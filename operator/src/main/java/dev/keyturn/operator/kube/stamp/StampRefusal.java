package dev.keyturn.operator.kube.stamp;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.operator.kube.client.Refusal;
import java.util.Optional;

/** What a refusal of the API server means for a SecretSync; seen on kube-apiserver 1.36.3. */
final class StampRefusal {

  private StampRefusal() {}

  /** Empty when it was another object or version than was expected. */
  static Optional<StampResult> meaning(Refusal refusal) {
    if (refusal.origin() == Refusal.Origin.ADMISSION) {
      return Optional.of(new StampResult.Forbidden(Detail.ADMISSION));
    }
    return switch (refusal.code()) {
      case 404 -> Optional.of(new StampResult.NamespaceGone());
      case 409 -> Optional.empty();
      case 403 ->
          refusal.hasCause("NamespaceTerminating")
              ? Optional.of(new StampResult.NamespaceGone())
              : Optional.of(new StampResult.Forbidden(detail(refusal)));
      case 422 ->
          refusal.hasField("metadata.uid")
              ? Optional.empty()
              : Optional.of(new StampResult.Invalid());
      default -> Optional.of(new StampResult.Invalid());
    };
  }

  /** The same for a JSON patch, of which a failed test is a 422 without a field. */
  static Optional<StampResult> ofPatch(Refusal refusal) {
    return refusal.code() == 422 && refusal.causes().isEmpty()
        ? Optional.empty()
        : meaning(refusal);
  }

  private static Detail detail(Refusal refusal) {
    return switch (refusal.origin()) {
      case AUTHORIZATION -> Detail.NOT_ENROLLED;
      case QUOTA -> Detail.QUOTA;
      case ADMISSION, OTHER -> Detail.ADMISSION;
    };
  }
}
