package dev.keyturn.devcluster.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * One step of the history.
 *
 * @param before the object before; null when it was created
 * @param after the object after; null when it was removed
 * @param last the object as a watcher of the removal sees it: the last state with the new version
 */
public record Change(
    ObjectKey key,
    long version,
    @Nullable StoredObject before,
    @Nullable StoredObject after,
    ObjectNode last) {}
