package dev.keyturn.devcluster.store;

import java.util.List;

/** All objects of a collection, in list order, as they were at one version of the store. */
public record Snapshot(List<StoredObject> objects, long version) {}
