package dev.keyturn.devcluster.store;

import dev.keyturn.devcluster.kind.GroupResource;
import java.util.Comparator;

/** Address of one object; {@code namespace} is empty for cluster-scoped kinds. */
public record ObjectKey(GroupResource resource, String namespace, String name) {
  static final Comparator<ObjectKey> LIST_ORDER =
      Comparator.comparing(ObjectKey::namespace).thenComparing(ObjectKey::name);
}
