package dev.keyturn.devcluster.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.devcluster.json.Json;
import dev.keyturn.devcluster.kind.GroupResource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All objects, in memory. One counter numbers every write of every kind, as etcd does. Writes are
 * compare-and-set on the version; nothing but bookkeeping happens under the lock. Thread-safe.
 */
public final class ObjectStore {
  /** No object ever has version 1: an apply with resourceVersion "1" can only create. */
  private static final long FIRST_VERSION = 1;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<GroupResource, ObjectCollection> collections = new HashMap<>();
  private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();
  private final int historyLimit;
  private long version = FIRST_VERSION;

  /**
   * @param historyLimit changes kept per resource; a watch from before them gets 410
   */
  public ObjectStore(int historyLimit) {
    this.historyLimit = historyLimit;
  }

  /** Called in order of versions, under the lock: a listener may only take note. */
  public void listen(Consumer<Change> listener) {
    listeners.add(listener);
  }

  public long version() {
    lock.lock();
    try {
      return version;
    } finally {
      lock.unlock();
    }
  }

  public Optional<StoredObject> get(ObjectKey key) {
    lock.lock();
    try {
      return Optional.ofNullable(collection(key.resource()).get(key));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Writes an object when its current version is the expected one; 0 expects none. The object's
   * resourceVersion is set here; the caller gives the tree away.
   *
   * @return the stored object; empty when the version was another
   */
  public Optional<StoredObject> put(ObjectKey key, long expectedVersion, ObjectNode object) {
    lock.lock();
    try {
      ObjectCollection collection = collection(key.resource());
      StoredObject before = collection.get(key);
      if ((before == null ? 0 : before.version()) != expectedVersion) {
        return Optional.empty();
      }
      version++;
      stamp(object);
      StoredObject after = new StoredObject(key, object, version);
      publish(collection, new Change(key, version, before, after, object));
      return Optional.of(after);
    } finally {
      lock.unlock();
    }
  }

  /** Removes an object when its current version is the expected one. */
  public boolean remove(ObjectKey key, long expectedVersion) {
    lock.lock();
    try {
      ObjectCollection collection = collection(key.resource());
      StoredObject before = collection.get(key);
      if (before == null || before.version() != expectedVersion) {
        return false;
      }
      version++;
      ObjectNode last = Json.withOwnField(before.object(), "metadata");
      stamp(last);
      publish(collection, new Change(key, version, before, null, last));
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void stamp(ObjectNode object) {
    Json.child(object, "metadata").put("resourceVersion", Long.toString(version));
  }

  private void publish(ObjectCollection collection, Change change) {
    collection.record(change);
    listeners.forEach(listener -> listener.accept(change));
  }

  /**
   * @param namespace empty for all
   */
  public Snapshot list(GroupResource resource, String namespace) {
    lock.lock();
    try {
      return new Snapshot(collection(resource).list(namespace), version);
    } finally {
      lock.unlock();
    }
  }

  /** The objects as they were at a version; null when the history no longer reaches it. */
  public @Nullable Snapshot listAt(GroupResource resource, String namespace, long at) {
    lock.lock();
    try {
      ObjectCollection collection = collection(resource);
      if (at < collection.oldest()) {
        return null;
      }
      return new Snapshot(collection.listAt(namespace, at), at);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for changes after a version; may return none before the time is over.
   *
   * @param waitNanos how long to wait when there are none
   */
  public Changes await(GroupResource resource, long after, long waitNanos)
      throws InterruptedException {
    lock.lockInterruptibly();
    try {
      ObjectCollection collection = collection(resource);
      if (after >= collection.oldest() && collection.after(after).isEmpty() && waitNanos > 0) {
        collection.changed().awaitNanos(waitNanos);
      }
      if (after < collection.oldest()) {
        return new Changes.TooOld(collection.oldest());
      }
      return new Changes.Complete(collection.after(after), version);
    } finally {
      lock.unlock();
    }
  }

  /** Wakes every watcher, so that it looks at its orders. */
  public void wakeWatchers() {
    lock.lock();
    try {
      collections.values().forEach(collection -> collection.changed().signalAll());
    } finally {
      lock.unlock();
    }
  }

  /** Forgets all history, as etcd does when it compacts. */
  public void compact() {
    lock.lock();
    try {
      version++;
      collections.values().forEach(collection -> collection.forgetHistory(version));
    } finally {
      lock.unlock();
    }
  }

  private ObjectCollection collection(GroupResource resource) {
    return collections.computeIfAbsent(
        resource, key -> new ObjectCollection(historyLimit, lock.newCondition()));
  }
}
