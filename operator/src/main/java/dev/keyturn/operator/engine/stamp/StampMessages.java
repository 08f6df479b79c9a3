package dev.keyturn.operator.engine.stamp;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;

/** Why a namespace does not have its SecretSync: cause, object, next step. */
public final class StampMessages {

  private StampMessages() {}

  /**
   * One sentence or two.
   *
   * @param name of the SecretSync
   */
  public static String of(ErrorClass kind, Detail detail, String namespace, String name) {
    String object = "SecretSync " + namespace + "/" + name;
    return switch (kind) {
      case AccessDenied ->
          "The operator may not write SecretSyncs in namespace "
              + namespace
              + ". Add it to the chart's value namespaces.";
      case OwnershipConflict ->
          object + " is there and is not ours. Remove it, or choose another spec.name.";
      case TargetInvalid -> refused(detail, object);
      case Conflict ->
          detail == Detail.CONTENDED
              ? "Others change "
                  + object
                  + " again and again. Let the ClusterSecretSync alone do it."
              : object + " is being deleted. It is made again when it is gone.";
      default -> "The API server does not answer for " + object + ". It is tried again.";
    };
  }

  private static String refused(Detail detail, String object) {
    return switch (detail) {
      case QUOTA -> "A quota of the namespace refuses " + object + ".";
      case ADMISSION -> "An admission policy refuses " + object + ".";
      default -> "The API server refuses " + object + ".";
    };
  }
}
