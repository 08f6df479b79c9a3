package dev.keyturn.operator.controller.clustersync;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.operator.engine.schedule.Backoff;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * What the passes over the ClusterSecretSyncs remember of each namespace, so that one failure is
 * not tried again before its time and one fight is not fought without pause. Thread-safe.
 */
public final class StampBoard {
  /** A failure that no retry is meant for may have ended all the same without an event. */
  private static final Duration LONGEST = Duration.ofMinutes(15);

  /** Between two corrections of one SecretSync; the first one is made at once. */
  private static final Duration BETWEEN_CORRECTIONS = Duration.ofSeconds(10);

  private final Backoff backoff;
  private final Map<String, Notes> owners = new ConcurrentHashMap<>();

  /**
   * Why a namespace does not have what it should.
   *
   * @param pause until it is tried again; empty where nothing was tried, but seen
   * @param generation of the ClusterSecretSync that was tried
   * @param due when it is tried again, on the monotonic clock
   */
  record Failure(
      ErrorClass kind, Detail detail, Optional<Duration> pause, long generation, long due) {}

  /** Of one ClusterSecretSync; its own passes alone write here, one at a time. */
  private static final class Notes {
    private final Map<String, Failure> failures = new ConcurrentHashMap<>();
    private final Map<String, Long> corrected = new ConcurrentHashMap<>();
    private final Set<String> provisioned = ConcurrentHashMap.newKeySet();
  }

  public StampBoard(RandomGenerator random) {
    this.backoff = new Backoff(random);
  }

  Optional<Failure> failure(String owner, String namespace) {
    return Optional.ofNullable(of(owner).failures.get(namespace));
  }

  /** The failure, where it is of this generation and its time has not come. */
  Optional<Failure> waiting(String owner, String namespace, long generation, long now) {
    return failure(owner, namespace)
        .filter(failure ->
            failure.pause().isPresent()
                && failure.generation() == generation
                && failure.due() - now > 0);
  }

  /** Something is in the way there; its end is an event. */
  Failure seen(String owner, String namespace, ErrorClass kind, long generation, long now) {
    Failure failure = new Failure(kind, Detail.NONE, Optional.empty(), generation, now);
    of(owner).failures.put(namespace, failure);
    return failure;
  }

  Failure failed(
      String owner, String namespace, ErrorClass kind, Detail detail, long generation, long now) {
    Duration before =
        failure(owner, namespace)
            .filter(failure -> failure.kind() == kind)
            .flatMap(Failure::pause)
            .orElse(Duration.ZERO);
    Duration wait = backoff.next(kind, before, LONGEST).orElse(LONGEST);
    Failure failure =
        new Failure(kind, detail, Optional.of(wait), generation, now + wait.toNanos());
    of(owner).failures.put(namespace, failure);
    return failure;
  }

  void provisioned(String owner, String namespace) {
    Notes notes = of(owner);
    notes.failures.remove(namespace);
    notes.provisioned.add(namespace);
  }

  boolean wasProvisioned(String owner, String namespace) {
    return of(owner).provisioned.contains(namespace);
  }

  /** Nothing of the owner is in the namespace, or should be. */
  void left(String owner, String namespace) {
    Notes notes = of(owner);
    notes.failures.remove(namespace);
    notes.provisioned.remove(namespace);
    notes.corrected.remove(namespace);
  }

  /** The namespace changed: what failed there may work now. */
  void retry(String owner, String namespace) {
    of(owner).failures.remove(namespace);
  }

  void corrected(String owner, String namespace, long now) {
    of(owner).corrected.put(namespace, now);
  }

  /** The pause of a fight, where the last correction there was a moment ago. */
  Optional<Failure> pause(String owner, String namespace, long generation, long now) {
    Notes notes = of(owner);
    Optional<Duration> left =
        Optional.ofNullable(notes.corrected.get(namespace))
            .map(at -> Duration.ofNanos(at - now).plus(BETWEEN_CORRECTIONS))
            .filter(Duration::isPositive);
    left.ifPresent(wait ->
        notes.failures.put(
            namespace,
            new Failure(
                ErrorClass.Conflict,
                Detail.CONTENDED,
                Optional.of(wait),
                generation,
                now + wait.toNanos())));
    return failure(owner, namespace).filter(failure -> left.isPresent());
  }

  /** How long until the first failure is tried again; empty where there is none. */
  Optional<Duration> nextTry(String owner, long now) {
    return of(owner).failures.values().stream()
        .filter(failure -> failure.pause().isPresent())
        .map(failure -> Duration.ofNanos(Math.max(0, failure.due() - now)))
        .min(Duration::compareTo);
  }

  /** Drops the notes on every other namespace. */
  void retain(String owner, Set<String> namespaces) {
    Notes notes = of(owner);
    notes.failures.keySet().retainAll(namespaces);
    notes.corrected.keySet().retainAll(namespaces);
    notes.provisioned.retainAll(namespaces);
  }

  void forget(String owner) {
    owners.remove(owner);
  }

  /** Another process acted meanwhile, or will. */
  public void clear() {
    owners.clear();
  }

  private Notes of(String owner) {
    return owners.computeIfAbsent(owner, uid -> new Notes());
  }
}
