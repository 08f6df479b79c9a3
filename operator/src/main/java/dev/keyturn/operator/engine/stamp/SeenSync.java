package dev.keyturn.operator.engine.stamp;

import dev.keyturn.crds.v1alpha1.SecretSyncSpec;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A SecretSync that is there.
 *
 * @param controller UID of the object that controls it
 * @param ending true while its deletion waits for a finalizer
 * @param ourLabels keys of the labels that the operator set
 * @param ourAnnotations keys of the annotations that the operator set
 */
public record SeenSync(
    String namespace,
    String name,
    String uid,
    String resourceVersion,
    Optional<String> controller,
    boolean ending,
    SecretSyncSpec spec,
    Map<String, String> labels,
    Map<String, String> annotations,
    Set<String> ourLabels,
    Set<String> ourAnnotations) {

  boolean isOf(String owner) {
    return controller.equals(Optional.of(owner));
  }

  /** Labels and annotations that people or tools have added are theirs. */
  boolean isAs(StampSettings wanted) {
    return spec.equals(wanted.spec())
        && labels.entrySet().containsAll(wanted.labels().entrySet())
        && annotations.entrySet().containsAll(wanted.annotations().entrySet())
        && wanted.labels().keySet().containsAll(ourLabels)
        && wanted.annotations().keySet().containsAll(ourAnnotations);
  }
}
