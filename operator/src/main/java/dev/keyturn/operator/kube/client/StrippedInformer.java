package dev.keyturn.operator.kube.client;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An informer that keeps no content, never gives up, and says when it last heard of the API server.
 * Thread-safe.
 */
public final class StrippedInformer<T extends HasMetadata> implements AutoCloseable {
  /** Objects of a page of the first list: bounds the memory that its answer takes. */
  private static final long PAGE = 500;

  private final SharedIndexInformer<T> informer;
  private final StrippedStore<T> store;
  private final InstantSource clock;
  private final AtomicReference<Activity> activity;
  private final CountDownLatch listHandled = new CountDownLatch(1);

  private record Activity(@Nullable String version, Instant at) {}

  /** Receives what is seen; called by one thread at a time. */
  public interface Handler<T> {
    /** The object is there in this version, whole; keep no reference to it. */
    void present(T object);

    /**
     * The object is gone, or no longer selected.
     *
     * @param seen true when its version is that of the end; false when a list did not have it any
     *     more, and the version is the last that was seen
     */
    void gone(T object, boolean seen);
  }

  /**
   * @param empty makes an object without content
   */
  public StrippedInformer(
      Informable<T> selection, Supplier<T> empty, Handler<T> handler, InstantSource clock) {
    this.clock = clock;
    this.store = new StrippedStore<>(empty);
    this.activity = new AtomicReference<>(new Activity(null, clock.instant()));
    this.informer =
        selection
            .withLimit(PAGE)
            .runnableInformer(0)
            .itemStore(store)
            .exceptionHandler((started, failure) -> true)
            .addEventHandler(new Events(handler));
  }

  public void start() {
    var unused = informer.start();
  }

  /**
   * True once the handler has been told of all of the first list; stays true while a watch is being
   * renewed. The informer says so earlier: when the list is here, and its handlers have yet to run.
   */
  public boolean hasSynced() {
    return listHandled.getCount() == 0 && informer.hasSynced();
  }

  /** Waits until the handler has been told of all of the first list; false where it was not. */
  public boolean awaitFirstList(Duration atMost) {
    try {
      return listHandled.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** When an event, a bookmark or a list was last seen; the start of the informer before that. */
  public Instant lastActivity() {
    String version = informer.lastSyncResourceVersion();
    return activity
        .updateAndGet(last ->
            Objects.equals(last.version(), version) ? last : new Activity(version, clock.instant()))
        .at();
  }

  /** The version up to which everything was seen; empty before the first list. */
  public Optional<String> version() {
    return Optional.ofNullable(informer.lastSyncResourceVersion())
        .filter(version -> !version.isEmpty());
  }

  /** UIDs of what is there now. */
  public Set<String> uids() {
    return store.values().map(item -> item.getMetadata().getUid()).collect(Collectors.toSet());
  }

  /** The version of an object, where it is there. */
  public Optional<T> find(String namespace, String name) {
    return Optional.ofNullable(store.get(namespace + "/" + name));
  }

  @Override
  public void close() {
    informer.stop();
  }

  private final class Events implements ResourceEventHandler<T> {
    private final Handler<T> handler;

    Events(Handler<T> handler) {
      this.handler = handler;
    }

    @Override
    public void onAdd(T object) {
      heard();
      handler.present(object);
    }

    @Override
    public void onUpdate(T stripped, T object) {
      heard();
      handler.present(object);
    }

    @Override
    public void onDelete(T object, boolean finalStateUnknown) {
      heard();
      handler.gone(object, !finalStateUnknown);
    }

    @Override
    public void onList(String version, boolean remainedEmpty) {
      listHandled.countDown();
    }

    private void heard() {
      activity.set(new Activity(informer.lastSyncResourceVersion(), clock.instant()));
    }
  }
}
