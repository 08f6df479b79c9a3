package dev.keyturn.operator.kube.target;

import dev.keyturn.crds.v1alpha1.Api;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Optional;

/**
 * Which object, in which version, and whose.
 *
 * @param writer the field manager of its values, as far as a look at the object itself told it and
 *     its name is an ordinary one
 */
record Identity(
    String uid,
    String resourceVersion,
    Optional<String> controller,
    Optional<String> ownerAnnotation,
    Optional<String> writer) {

  static Identity of(TargetView view) {
    // It is refused after a look alone, so that nobody is named by what the index remembers.
    return new Identity(
        view.uid(),
        view.resourceVersion(),
        view.ownerUid(),
        view.ownerAnnotation(),
        Optional.empty());
  }

  static Identity of(ObjectMeta meta) {
    Optional<String> annotation =
        Optional.ofNullable(meta.getAnnotations())
            .map(annotations -> annotations.get(Api.ANNOTATION_OWNER));
    return new Identity(
        meta.getUid(),
        meta.getResourceVersion(),
        TargetViews.controller(meta),
        annotation,
        FieldManagers.ofValues(meta));
  }

  /** By controller; the annotation counts only where there is none. */
  boolean belongsTo(String syncUid) {
    return controller.or(() -> ownerAnnotation).filter(syncUid::equals).isPresent();
  }
}
