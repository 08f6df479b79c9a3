package dev.keyturn.operator.kube.target;

import dev.keyturn.crds.v1alpha1.Api;
import dev.keyturn.operator.engine.mac.Macs;
import dev.keyturn.operator.kube.client.KubernetesClients;
import dev.keyturn.operator.kube.client.StrippedInformer;
import dev.keyturn.operator.kube.masked.MaskedSecrets;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What the Secrets with our label look like, without their data: one watch per namespace, or one
 * for the cluster. Thread-safe.
 *
 * <p>An absence here is never a fact: see {@link SecretWriter}.
 */
public final class SecretIndex implements AutoCloseable {
  /** In place of a namespace: all of them. */
  public static final String CLUSTER = "";

  private static final String OURS = Api.LABEL_MANAGED + "=true";

  private final KubernetesClient client;
  private final TargetViews views;
  private final InstantSource clock;
  private final ViewStore store = new ViewStore();
  private final Map<String, StrippedInformer<Secret>> informers = new ConcurrentHashMap<>();
  private final Set<String> complete = ConcurrentHashMap.newKeySet();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  /** Is told that a Secret changed or went away; must return at once. */
  @FunctionalInterface
  public interface Listener {
    void changed(String namespace, String name);
  }

  /** From now on these clients see Secrets with our label without their values. */
  public SecretIndex(KubernetesClients clients, Macs macs, InstantSource clock) {
    clients.rewrites().put("secrets", OURS, lines -> new MaskedSecrets(macs, lines));
    this.client = clients.reading();
    this.views = new TargetViews(macs);
    this.clock = clock;
  }

  public void addListener(Listener listener) {
    listeners.add(listener);
  }

  /** Starts to watch a namespace, or {@link #CLUSTER}; returns at once. */
  public void watch(String namespace) {
    informers.computeIfAbsent(namespace, this::start);
  }

  /** Stops to watch a namespace and forgets what was there. */
  public void unwatch(String namespace) {
    StrippedInformer<Secret> informer = informers.remove(namespace);
    complete.remove(namespace);
    if (informer != null) {
      informer.close();
      store.all().stream()
          .filter(view -> covers(namespace, view.namespace()))
          .forEach(view -> store.forget(key(view)));
    }
  }

  /**
   * True once everything that was in the namespace when its watch began is here. A watch that is
   * started again takes nothing away: what was known stays known meanwhile.
   */
  public boolean hasSynced(String namespace) {
    String watched = informers.containsKey(namespace) ? namespace : CLUSTER;
    StrippedInformer<Secret> informer = informers.get(watched);
    return informer != null && (complete.contains(watched) || informer.hasSynced());
  }

  public Optional<TargetView> find(String namespace, String name) {
    return store.find(new ViewStore.Key(namespace, name));
  }

  /** Takes in the answer of our own write, ahead of its event. Wakes nobody. */
  public void record(TargetView written) {
    store.put(written);
  }

  /** When the watch of a namespace last heard of the API server; empty where there is no watch. */
  public Optional<Instant> lastActivity(String namespace) {
    return informer(namespace).map(StrippedInformer::lastActivity);
  }

  public Set<String> watched() {
    return Set.copyOf(informers.keySet());
  }

  /**
   * Starts those watches again that were silent for longer than the limit: a connection may be dead
   * without an end. What went away meanwhile is found by {@link #prune}.
   */
  public void restartSilent(Duration limit) {
    Instant oldest = clock.instant().minus(limit);
    informers.replaceAll((namespace, informer) -> {
      if (informer.lastActivity().isAfter(oldest)) {
        return informer;
      }
      if (informer.hasSynced()) {
        complete.add(namespace);
      }
      informer.close();
      return start(namespace);
    });
  }

  /**
   * Drops, after a restart of a watch, what its new list did not have. What is newer than all that
   * the watch has seen stays: a write of ours is known here ahead of its event.
   */
  public void prune(String namespace) {
    StrippedInformer<Secret> informer = informers.get(namespace);
    if (informer == null || !informer.hasSynced() || informer.version().isEmpty()) {
      return;
    }
    List<TargetView> known = store.all();
    BigInteger seen = new BigInteger(informer.version().get());
    for (TargetView view : known) {
      if (covers(namespace, view.namespace())
          && new BigInteger(view.resourceVersion()).compareTo(seen) <= 0
          && informer.find(view.namespace(), view.name()).isEmpty()) {
        ended(view.namespace(), view.name(), view.uid(), view.resourceVersion(), false);
      }
    }
  }

  @Override
  public void close() {
    informers.values().forEach(StrippedInformer::close);
  }

  private StrippedInformer<Secret> start(String namespace) {
    Informable<Secret> selection =
        namespace.equals(CLUSTER)
            ? client.secrets().inAnyNamespace().withLabelSelector(OURS)
            : client.secrets().inNamespace(namespace).withLabelSelector(OURS);
    StrippedInformer<Secret> informer =
        new StrippedInformer<>(selection, Secret::new, new Seen(), clock);
    informer.start();
    return informer;
  }

  private Optional<StrippedInformer<Secret>> informer(String namespace) {
    return Optional.ofNullable(informers.get(namespace))
        .or(() -> Optional.ofNullable(informers.get(CLUSTER)));
  }

  private static boolean covers(String watched, String namespace) {
    return watched.equals(CLUSTER) || watched.equals(namespace);
  }

  private static ViewStore.Key key(TargetView view) {
    return new ViewStore.Key(view.namespace(), view.name());
  }

  private void ended(String namespace, String name, String uid, String version, boolean seen) {
    if (store.end(new ViewStore.Key(namespace, name), uid, version, seen)) {
      listeners.forEach(listener -> listener.changed(namespace, name));
    }
  }

  private final class Seen implements StrippedInformer.Handler<Secret> {
    @Override
    public void present(Secret secret) {
      if (isKnown(secret.getMetadata())) {
        return;
      }
      TargetView view = views.of(secret);
      if (store.put(view)) {
        listeners.forEach(listener -> listener.changed(view.namespace(), view.name()));
      }
    }

    /** As the event of our own write is, whose answer was here first. */
    private boolean isKnown(ObjectMeta meta) {
      return find(meta.getNamespace(), meta.getName())
          .filter(view -> view.uid().equals(meta.getUid()))
          .filter(view -> view.resourceVersion().equals(meta.getResourceVersion()))
          .isPresent();
    }

    @Override
    public void gone(Secret secret, boolean seen) {
      var meta = secret.getMetadata();
      ended(meta.getNamespace(), meta.getName(), meta.getUid(), meta.getResourceVersion(), seen);
    }
  }
}
