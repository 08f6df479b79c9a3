package dev.keyturn.devcluster.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/** The objects of one resource and its recent history. Guarded by the lock of the store. */
final class ObjectCollection {
  private final TreeMap<ObjectKey, StoredObject> objects = new TreeMap<>(ObjectKey.LIST_ORDER);
  private final Deque<Change> history = new ArrayDeque<>();
  private final int historyLimit;
  private final Condition changed;
  private long forgottenUpTo;

  ObjectCollection(int historyLimit, Condition changed) {
    this.historyLimit = historyLimit;
    this.changed = changed;
  }

  Condition changed() {
    return changed;
  }

  @Nullable StoredObject get(ObjectKey key) {
    return objects.get(key);
  }

  void record(Change change) {
    StoredObject after = change.after();
    if (after == null) {
      objects.remove(change.key());
    } else {
      objects.put(change.key(), after);
    }
    history.addLast(change);
    if (history.size() > historyLimit) {
      forgottenUpTo = history.removeFirst().version();
    }
    changed.signalAll();
  }

  void forgetHistory(long version) {
    history.clear();
    forgottenUpTo = version;
  }

  /** The oldest version a watch or an exact list may ask for. */
  long oldest() {
    return forgottenUpTo;
  }

  List<Change> after(long version) {
    List<Change> found = new ArrayList<>();
    Iterator<Change> backwards = history.descendingIterator();
    while (backwards.hasNext()) {
      Change change = backwards.next();
      if (change.version() <= version) {
        break;
      }
      found.add(change);
    }
    return found.reversed();
  }

  List<StoredObject> list(String namespace) {
    if (namespace.isEmpty()) {
      return new ArrayList<>(objects.values());
    }
    List<StoredObject> found = new ArrayList<>();
    ObjectKey from =
        new ObjectKey(new dev.keyturn.devcluster.kind.GroupResource("", ""), namespace, "");
    for (StoredObject object : objects.tailMap(from).values()) {
      if (!object.key().namespace().equals(namespace)) {
        break;
      }
      found.add(object);
    }
    return found;
  }

  /** The objects as they were at an older version: the history undone, newest step first. */
  List<StoredObject> listAt(String namespace, long version) {
    TreeMap<ObjectKey, StoredObject> past = new TreeMap<>(ObjectKey.LIST_ORDER);
    list(namespace).forEach(object -> past.put(object.key(), object));
    for (Change change : after(version).reversed()) {
      if (!namespace.isEmpty() && !change.key().namespace().equals(namespace)) {
        continue;
      }
      StoredObject before = change.before();
      if (before == null) {
        past.remove(change.key());
      } else {
        past.put(change.key(), before);
      }
    }
    return new ArrayList<>(past.values());
  }
}
