package dev.keyturn.operator.controller;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets exactly these updates wake an object: a new generation, the start of its deletion, another
 * set of finalizers, a changed request annotation. A patch of the status wakes nothing.
 *
 * <p>The framework's own generation filter would drop annotation edits, and with them every request
 * for a refresh.
 */
public final class RequestFilter<P extends HasMetadata> implements OnUpdateFilter<P> {
  private final Set<String> annotations;

  public RequestFilter(Set<String> annotations) {
    this.annotations = annotations;
  }

  @Override
  public boolean accept(P now, P before) {
    var changed = now.getMetadata();
    var old = before.getMetadata();
    return !Objects.equals(changed.getUid(), old.getUid())
        || !Objects.equals(changed.getGeneration(), old.getGeneration())
        || !Objects.equals(changed.getDeletionTimestamp(), old.getDeletionTimestamp())
        || !Objects.equals(changed.getFinalizers(), old.getFinalizers())
        || annotations.stream()
            .anyMatch(name ->
                !Objects.equals(
                    text(changed.getAnnotations(), name), text(old.getAnnotations(), name)));
  }

  private static @Nullable String text(@Nullable Map<String, String> annotations, String name) {
    return annotations == null ? null : annotations.get(name);
  }
}
