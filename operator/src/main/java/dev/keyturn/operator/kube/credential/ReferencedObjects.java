package dev.keyturn.operator.kube.credential;

import dev.keyturn.operator.kube.client.ApiServer;
import dev.keyturn.operator.kube.client.StrippedInformer;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Notices changes of Secrets and ConfigMaps that objects of ours refer to, and wakes exactly those
 * objects. Each is watched by its name, once however many use it; beyond a limit of watches the
 * rest is compared by version from time to time. Keeps no content. Thread-safe.
 *
 * @param <D> how the caller names an object that refers to others
 */
public final class ReferencedObjects<D> implements AutoCloseable {
  /** Watches of one process: each is a stream on the API server. */
  private static final int WATCHES = 200;

  private final KubernetesClient client;
  private final InstantSource clock;
  private final int limit;
  private final VersionPoll poll;
  private final Dependents<D> dependents = new Dependents<>();
  private final Map<Reference, StrippedInformer<?>> watches = new ConcurrentHashMap<>();
  private final List<Listener<D>> listeners = new CopyOnWriteArrayList<>();

  /** Is told that a reference changed, came or went; must return at once. */
  @FunctionalInterface
  public interface Listener<D> {
    void changed(Reference reference, Set<D> dependents);
  }

  /**
   * @param client for watches
   * @param api for lists of versions
   */
  public ReferencedObjects(KubernetesClient client, ApiServer api, InstantSource clock) {
    this(client, api, clock, WATCHES);
  }

  ReferencedObjects(KubernetesClient client, ApiServer api, InstantSource clock, int limit) {
    this.client = client;
    this.clock = clock;
    this.limit = limit;
    this.poll = new VersionPoll(api, this::changed);
  }

  public void addListener(Listener<D> listener) {
    listeners.add(listener);
  }

  /** Starts to compare what is beyond the limit of watches, every minute. */
  public void start() {
    poll.start();
  }

  /** Says what an object refers to now; an empty set when it is gone. */
  public synchronized void uses(D dependent, Set<Reference> references) {
    Dependents.Change change = dependents.set(dependent, references);
    for (Reference ended : change.noLongerUsed()) {
      StrippedInformer<?> watch = watches.remove(ended);
      if (watch != null) {
        watch.close();
      }
      poll.remove(ended);
      changed(ended);
    }
    for (Reference first : change.firstUsed()) {
      if (watches.size() < limit) {
        watches.put(first, watch(first));
      } else {
        poll.add(first);
      }
    }
  }

  /** UID and version that a healthy watch shows; empty where there is none, or nothing is there. */
  public Optional<String> version(Reference reference) {
    return watchedVersion(reference).map(Version::text);
  }

  /** The version that a healthy watch shows; empty where there is none, or nothing is there. */
  Optional<Version> watchedVersion(Reference reference) {
    StrippedInformer<?> watch = watches.get(reference);
    if (watch == null) {
      return poll.version(reference);
    }
    return watch.hasSynced()
        ? watch.find(reference.namespace(), reference.name()).map(Version::of)
        : Optional.empty();
  }

  /** True where a watch has seen that nothing is there; it tells of what comes. */
  public boolean isAbsent(Reference reference) {
    StrippedInformer<?> watch = watches.get(reference);
    return watch != null
        && watch.hasSynced()
        && watch.find(reference.namespace(), reference.name()).isEmpty();
  }

  /** UID and resourceVersion as seen last, also while the first list is still read. */
  public Optional<String> lastSeen(Reference reference) {
    return lastSeenVersion(reference).map(Version::text);
  }

  /** The same. */
  Optional<Version> lastSeenVersion(Reference reference) {
    StrippedInformer<?> watch = watches.get(reference);
    return watch == null
        ? poll.version(reference)
        : watch.find(reference.namespace(), reference.name()).map(Version::of);
  }

  /** True while a watch reads its first list: it tells of what is there in a moment. */
  public boolean isSettling(Reference reference) {
    StrippedInformer<?> watch = watches.get(reference);
    return watch != null && !watch.hasSynced();
  }

  @Override
  public void close() {
    poll.close();
    watches.values().forEach(StrippedInformer::close);
  }

  private StrippedInformer<?> watch(Reference reference) {
    return switch (reference.kind()) {
      case SECRET ->
          start(
              reference,
              client.secrets().inNamespace(reference.namespace()).withName(reference.name()),
              Secret::new);
      case CONFIG_MAP ->
          start(
              reference,
              client.configMaps().inNamespace(reference.namespace()).withName(reference.name()),
              ConfigMap::new);
    };
  }

  private <T extends HasMetadata> StrippedInformer<T> start(
      Reference reference, Informable<T> selection, Supplier<T> empty) {
    StrippedInformer<T> informer =
        new StrippedInformer<>(selection, empty, new Changes<>(reference), clock);
    informer.start();
    return informer;
  }

  private void changed(Reference reference) {
    Set<D> users = dependents.of(reference);
    listeners.forEach(listener -> listener.changed(reference, users));
  }

  private final class Changes<T extends HasMetadata> implements StrippedInformer.Handler<T> {
    private final Reference reference;
    private @Nullable Version last;

    Changes(Reference reference) {
      this.reference = reference;
    }

    @Override
    public void present(T object) {
      Version now = Version.of(object);
      if (!now.equals(last)) {
        last = now;
        changed(reference);
      }
    }

    @Override
    public void gone(T object, boolean seen) {
      last = null;
      changed(reference);
    }
  }
}
