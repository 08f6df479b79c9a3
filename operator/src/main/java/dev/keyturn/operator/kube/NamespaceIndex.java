package dev.keyturn.operator.kube;

import dev.keyturn.operator.engine.stamp.NamespaceView;
import dev.keyturn.operator.engine.tenancy.NamespaceIdentity;
import dev.keyturn.operator.kube.client.StrippedInformer;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The namespaces by name, UID and labels. It watches all of them, or, where the operator has rights
 * in some namespaces only, reads just those when it starts. Thread-safe.
 */
public final class NamespaceIndex implements AutoCloseable {
  /** How long a start waits for an API server that does not answer. */
  private static final Duration FIRST_LIST = Duration.ofSeconds(10);

  private final KubernetesClient client;
  private final Set<String> only;
  private final InstantSource clock;
  private final Map<String, NamespaceView> namespaces = new ConcurrentHashMap<>();
  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
  private final List<ChangeListener> changeListeners = new CopyOnWriteArrayList<>();
  private volatile @Nullable StrippedInformer<Namespace> informer;

  /** Is told how a namespace was and how it is; empty where there is none. Must return at once. */
  @FunctionalInterface
  public interface ChangeListener {
    void changed(Optional<NamespaceView> before, Optional<NamespaceView> now);
  }

  /**
   * Watches nothing yet.
   *
   * @param only the namespaces to read one by one; empty to watch all
   */
  public NamespaceIndex(KubernetesClient client, Set<String> only, InstantSource clock) {
    this.client = client;
    this.only = Set.copyOf(only);
    this.clock = clock;
  }

  /** Told the name of each namespace that appeared, went, or came back as another one. */
  public void addListener(Consumer<String> listener) {
    listeners.add(listener);
  }

  /** The same for every change, of its labels too. */
  public void addChangeListener(ChangeListener listener) {
    changeListeners.add(listener);
  }

  /**
   * Reads, and returns when everything has been seen that there is: what is told later is news, and
   * makes every sync of the namespace read. Where the API server does not answer it returns
   * without.
   */
  public void start() {
    if (!only.isEmpty()) {
      only.forEach(this::readOne);
      return;
    }
    StrippedInformer<Namespace> started =
        new StrippedInformer<>(client.namespaces(), Namespace::new, new Handler(), clock);
    started.start();
    informer = started;
    var unused = started.awaitFirstList(FIRST_LIST);
  }

  public boolean hasSynced() {
    StrippedInformer<Namespace> running = informer;
    return running == null ? !only.isEmpty() : running.hasSynced();
  }

  public Optional<NamespaceIdentity> find(String name) {
    return view(name).map(NamespaceIndex::identity);
  }

  public Optional<NamespaceView> view(String name) {
    return Optional.ofNullable(namespaces.get(name));
  }

  public Collection<NamespaceView> views() {
    return List.copyOf(namespaces.values());
  }

  /** True where the namespace is being deleted; false where that is not known. */
  public boolean isTerminating(String name) {
    return view(name).filter(NamespaceView::terminating).isPresent();
  }

  @Override
  public void close() {
    StrippedInformer<Namespace> running = informer;
    if (running != null) {
      running.close();
    }
  }

  private void readOne(String name) {
    try {
      Namespace namespace = client.namespaces().withName(name).get();
      if (namespace != null) {
        see(namespace);
      }
    } catch (KubernetesClientException e) {
      // Without its UID the namespace is refused everything; the next start reads it again.
      namespaces.remove(name);
    }
  }

  private void see(Namespace namespace) {
    ObjectMeta meta = namespace.getMetadata();
    NamespaceView now =
        new NamespaceView(
            meta.getName(),
            meta.getUid(),
            Map.copyOf(Objects.requireNonNullElse(meta.getLabels(), Map.of())),
            meta.getDeletionTimestamp() != null);
    Optional<NamespaceView> before = Optional.ofNullable(namespaces.put(now.name(), now));
    tell(now.name(), before, Optional.of(now));
  }

  private void tell(String name, Optional<NamespaceView> before, Optional<NamespaceView> now) {
    if (!before.map(NamespaceIndex::identity).equals(now.map(NamespaceIndex::identity))) {
      listeners.forEach(listener -> listener.accept(name));
    }
    if (!before.equals(now)) {
      changeListeners.forEach(listener -> listener.changed(before, now));
    }
  }

  private static NamespaceIdentity identity(NamespaceView view) {
    return new NamespaceIdentity(view.name(), view.uid());
  }

  private final class Handler implements StrippedInformer.Handler<Namespace> {
    @Override
    public void present(Namespace namespace) {
      see(namespace);
    }

    @Override
    public void gone(Namespace namespace, boolean seen) {
      String name = namespace.getMetadata().getName();
      NamespaceView before = namespaces.remove(name);
      if (before != null) {
        tell(name, Optional.of(before), Optional.empty());
      }
    }
  }
}
