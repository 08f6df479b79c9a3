package dev.keyturn.operator.engine.restart;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Decides what happens to one workload. It is told everything and remembers nothing: a workload
 * that carries a hash has been restarted for it, whoever did that, so the same change restarts it
 * once, and a hash that it does not carry stays owed.
 */
public final class RestartPlan {
  /** Changes that come together are one restart: so long is waited for more. */
  public static final Duration DEBOUNCE = Duration.ofSeconds(10);

  private RestartPlan() {}

  /** What to do with a workload. */
  public sealed interface Decision {

    /** Nothing is owed to it. */
    record Settled() implements Decision {}

    /** Something is owed, but not yet. */
    record Wait(Instant until) implements Decision {}

    /**
     * It is restarted by setting these annotations.
     *
     * @param annotations key to hash, each other than what the workload carries
     */
    record Restart(SortedMap<String, String> annotations) implements Decision {}
  }

  /**
   * The decision for now.
   *
   * @param claims of all syncs of the workload's namespace
   */
  public static Decision decide(Workload workload, Collection<RestartClaim> claims, Instant now) {
    List<RestartClaim> concerned =
        claims.stream().filter(claim -> claim.concerns(workload)).toList();
    SortedMap<String, String> open = new TreeMap<>();
    Instant first = Instant.MAX;
    for (RestartClaim claim : byTime(concerned)) {
      RestartClaim.Owed owed = claim.owed().orElseThrow();
      String annotation = RestartAnnotation.key(claim.secret());
      if (!owed.hash().equals(workload.carried().get(annotation))) {
        open.put(annotation, owed.hash());
        first = owed.since().isBefore(first) ? owed.since() : first;
      }
    }
    if (open.isEmpty()) {
      return new Decision.Settled();
    }
    Instant due = due(workload, concerned, first);
    return due.isAfter(now) ? new Decision.Wait(due) : new Decision.Restart(open);
  }

  /** Oldest first: of two syncs that write one Secret the later change is what stays. */
  private static List<RestartClaim> byTime(List<RestartClaim> claims) {
    return claims.stream()
        .filter(claim -> claim.owed().isPresent())
        .sorted(Comparator.comparing(claim -> claim.owed().orElseThrow().since()))
        .toList();
  }

  private static Instant due(Workload workload, List<RestartClaim> concerned, Instant first) {
    Instant debounced = first.plus(DEBOUNCE);
    Duration longest =
        concerned.stream()
            .map(claim -> claim.settings().minInterval())
            .max(Comparator.naturalOrder())
            .orElse(Duration.ZERO);
    return workload
        .restartedAt()
        .map(last -> last.plus(longest))
        .filter(free -> free.isAfter(debounced))
        .orElse(debounced);
  }
}
