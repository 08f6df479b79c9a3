package dev.keyturn.operator.kube.target;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Views by name, in which no object ever gets older: the API server may list an older state after a
 * newer one was watched, and the answer of our own write may overtake both. Thread-safe.
 *
 * <p>Versions of Secrets are compared as numbers; all kube-apiservers on etcd give them so, and new
 * releases of Kubernetes promise it.
 */
final class ViewStore {
  /** Ends that are remembered, so that a late state does not bring an object back. */
  private static final int REMEMBERED = 1_024;

  private final Map<Key, TargetView> views = new ConcurrentHashMap<>();
  private final Map<String, BigInteger> ends = new Ends();

  record Key(String namespace, String name) {}

  private static final class Ends extends LinkedHashMap<String, BigInteger> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, BigInteger> eldest) {
      return size() > REMEMBERED;
    }
  }

  /** True when this is news. */
  synchronized boolean put(TargetView view) {
    Key key = new Key(view.namespace(), view.name());
    BigInteger version = new BigInteger(view.resourceVersion());
    TargetView old = views.get(key);
    BigInteger end = ends.get(view.uid());
    if (end != null && version.compareTo(end) <= 0) {
      return false;
    }
    if (old != null && version.compareTo(new BigInteger(old.resourceVersion())) <= 0) {
      return false;
    }
    views.put(key, view);
    return true;
  }

  /**
   * True when this object was known until now; another one under the same name stays.
   *
   * @param seen false where the version is the last that was seen and not that of the end
   */
  synchronized boolean end(Key key, String uid, String resourceVersion, boolean seen) {
    BigInteger version = new BigInteger(resourceVersion);
    ends.merge(uid, version, BigInteger::max);
    TargetView old = views.get(key);
    if (old == null || !old.uid().equals(uid)) {
      return false;
    }
    boolean overtaken = version.compareTo(new BigInteger(old.resourceVersion())) < 0;
    return !(seen && overtaken) && views.remove(key, old);
  }

  /** Forgets without a memory of an end: nobody watches there any more. */
  synchronized void forget(Key key) {
    views.remove(key);
  }

  Optional<TargetView> find(Key key) {
    return Optional.ofNullable(views.get(key));
  }

  List<TargetView> all() {
    return List.copyOf(views.values());
  }
}
