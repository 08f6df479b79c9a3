package dev.keyturn.operator.engine.stamp;

import java.util.Map;

/**
 * A namespace as it was last seen.
 *
 * @param terminating true while it is being deleted: nothing can be made in it any more
 */
public record NamespaceView(
    String name, String uid, Map<String, String> labels, boolean terminating) {}
