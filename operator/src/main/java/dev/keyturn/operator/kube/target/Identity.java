package dev.keyturn.operator.kube.target;

import dev.keyturn.crds.v1alpha1.Api;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Optional;

/** Which object, in which version, and whose. */
record Identity(
    String uid,
    String resourceVersion,
    Optional<String> controller,
    Optional<String> ownerAnnotation) {

  static Identity of(TargetView view) {
    return new Identity(
        view.uid(), view.resourceVersion(), view.ownerUid(), view.ownerAnnotation());
  }

  static Identity of(ObjectMeta meta) {
    Optional<String> annotation =
        Optional.ofNullable(meta.getAnnotations())
            .map(annotations -> annotations.get(Api.ANNOTATION_OWNER));
    return new Identity(
        meta.getUid(), meta.getResourceVersion(), TargetViews.controller(meta), annotation);
  }

  /** By controller; the annotation counts only where there is none. */
  boolean belongsTo(String syncUid) {
    return controller.or(() -> ownerAnnotation).filter(syncUid::equals).isPresent();
  }
}
