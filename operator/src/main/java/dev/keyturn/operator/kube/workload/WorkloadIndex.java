package dev.keyturn.operator.kube.workload;

import dev.keyturn.crds.v1alpha1.WorkloadKind;
import dev.keyturn.operator.engine.restart.Workload;
import dev.keyturn.operator.kube.client.ApiAnswer;
import dev.keyturn.operator.kube.client.ApiCall;
import dev.keyturn.operator.kube.client.ApiServer;
import dev.keyturn.operator.kube.client.StrippedInformer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The workloads that may have to be restarted, without what restarts have no use for. A namespace
 * is watched from the first time that something is owed in it. Thread-safe.
 */
public final class WorkloadIndex implements AutoCloseable {
  /** Not longer than a change waits, so that a no is never older than the change. */
  private static final Duration RECHECK = Duration.ofSeconds(10);

  private static final String EVERYWHERE = "";

  private final KubernetesClient client;
  private final ApiServer api;
  private final InstantSource clock;
  private final boolean clusterWide;
  private final Map<Workload.Id, Entry> entries = new ConcurrentHashMap<>();
  private final Map<Watched, StrippedInformer<GenericKubernetesResource>> informers =
      new ConcurrentHashMap<>();
  private final Map<Workload.Id, Instant> restarts = new ConcurrentHashMap<>();
  private volatile Instant rolloutsAskedAt = Instant.MIN;

  private record Entry(BigInteger version, Workload workload) {}

  private record Watched(String namespace, WorkloadKind kind) {}

  /** How much is known of a namespace. */
  public sealed interface Sight {

    /** All of its workloads. */
    record Complete(List<Workload> workloads) implements Sight {}

    /** The first list is on its way. */
    record Loading() implements Sight {}

    /** The operator's role does not allow to list them. */
    record Forbidden() implements Sight {}
  }

  /**
   * @param client for watches
   * @param api for single questions
   * @param clusterWide true for one watch over all namespaces instead of one for each
   */
  public WorkloadIndex(
      KubernetesClient client, ApiServer api, InstantSource clock, boolean clusterWide) {
    this.client = client;
    this.api = api;
    this.clock = clock;
    this.clusterWide = clusterWide;
  }

  /** Looks at a namespace, which is watched from now on. */
  public Sight look(String namespace) {
    String place = clusterWide ? EVERYWHERE : namespace;
    boolean complete = true;
    for (WorkloadKind kind : WorkloadKind.values()) {
      Watched watched = new Watched(place, kind);
      if (kind != WorkloadKind.Rollout || informers.containsKey(watched) || servesRollouts()) {
        complete &= informers.computeIfAbsent(watched, this::start).hasSynced();
      }
    }
    if (complete) {
      return new Sight.Complete(
          entries.values().stream()
              .map(Entry::workload)
              .filter(workload -> workload.id().namespace().equals(namespace))
              .toList());
    }
    return mayList(namespace) ? new Sight.Loading() : new Sight.Forbidden();
  }

  /**
   * Takes in the answer of our own restart, ahead of its event. Its time is that of our own clock:
   * the API server's, which outlives us, may be another one.
   */
  Workload restarted(WorkloadKind kind, GenericKubernetesResource object, Instant now) {
    var meta = object.getMetadata();
    restarts.put(new Workload.Id(kind, meta.getNamespace(), meta.getName()), now);
    return record(kind, object);
  }

  private Workload record(WorkloadKind kind, GenericKubernetesResource object) {
    Workload seen = WorkloadViews.of(kind, object);
    Workload workload = seen.notBefore(Optional.ofNullable(restarts.get(seen.id())));
    Entry entry = new Entry(new BigInteger(object.getMetadata().getResourceVersion()), workload);
    entries.merge(
        workload.id(),
        entry,
        (old, next) -> next.version().compareTo(old.version()) > 0 ? next : old);
    return workload;
  }

  void forget(Workload.Id id) {
    entries.remove(id);
    restarts.remove(id);
  }

  @Override
  public void close() {
    informers.values().forEach(StrippedInformer::close);
  }

  /** Argo Rollouts may come after us, so a no is asked again. */
  private boolean servesRollouts() {
    Instant now = clock.instant();
    if (rolloutsAskedAt.plus(RECHECK).isAfter(now)) {
      return false;
    }
    boolean served =
        api.send(ApiCall.get(WorkloadApi.of(WorkloadKind.Rollout).root()))
            instanceof ApiAnswer.Success;
    rolloutsAskedAt = served ? Instant.MIN : now;
    return served;
  }

  /** An informer that may not list says nothing; a list of one object says why. */
  private boolean mayList(String namespace) {
    String path = WorkloadApi.of(WorkloadKind.Deployment).path(namespace) + "?limit=1";
    return !(api.send(list(path)) instanceof ApiAnswer.Refused(var refusal)
        && refusal.code() == 403);
  }

  private static ApiCall list(String path) {
    return new ApiCall("GET", path, ApiCall.METADATA_ONLY_LIST, Optional.empty());
  }

  private StrippedInformer<GenericKubernetesResource> start(Watched watched) {
    WorkloadKind kind = watched.kind();
    var resources = client.genericKubernetesResources(WorkloadApi.of(kind).context(kind));
    Informable<GenericKubernetesResource> selection =
        watched.namespace().equals(EVERYWHERE)
            ? resources.inAnyNamespace()
            : resources.inNamespace(watched.namespace());
    StrippedInformer<GenericKubernetesResource> informer =
        new StrippedInformer<>(selection, GenericKubernetesResource::new, new Seen(kind), clock);
    informer.start();
    return informer;
  }

  private final class Seen implements StrippedInformer.Handler<GenericKubernetesResource> {
    private final WorkloadKind kind;

    Seen(WorkloadKind kind) {
      this.kind = kind;
    }

    @Override
    public void present(GenericKubernetesResource object) {
      record(kind, object);
    }

    @Override
    public void gone(GenericKubernetesResource object, boolean seen) {
      var meta = object.getMetadata();
      forget(new Workload.Id(kind, meta.getNamespace(), meta.getName()));
    }
  }
}
