package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.Api;
import dev.keyturn.operator.engine.lease.LeaseSchedule;
import dev.keyturn.operator.engine.lease.TokenLife;
import dev.keyturn.operator.engine.plan.IssueRequest;
import dev.keyturn.operator.engine.plan.IssueResult;
import dev.keyturn.operator.source.LeaseDesk;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What one pass had made: its values until the end of the pass, and whose it becomes then. */
final class FreshIssues {
  private final Map<IssueRequest, IssueResult> results = new HashMap<>();
  private LeaseDesk.@Nullable Held lease;
  private @Nullable Instant notAfter;
  private @Nullable TokenLife token;
  private boolean perhapsWritten;
  private boolean settled;

  Map<IssueRequest, IssueResult> results() {
    return results;
  }

  void add(IssueRequest request, IssueResult result) {
    results.put(request, result);
  }

  void lease(LeaseDesk.Held held) {
    lease = held;
  }

  void certificate(Instant end) {
    notAfter = end;
  }

  void token(TokenLife life) {
    token = life;
  }

  /** What the target says of its lease. */
  SortedMap<String, String> annotations() {
    SortedMap<String, String> annotations = new TreeMap<>();
    if (lease != null) {
      annotations.put(Api.ANNOTATION_LEASE_ID, lease.id().text());
    }
    return annotations;
  }

  /** The write of the target failed, but its answer may have been lost. */
  void perhapsWritten() {
    perhapsWritten = true;
  }

  /** This process may not act any more: the lease is left to end with its time. */
  void leave() {
    settled = true;
  }

  /** The target lives by what is here; what it lived by before is let go after a while. */
  Optional<LeaseDesk.Held> commit(IssuedMemory memory, Instant now) {
    settled = true;
    Optional<LeaseDesk.Held> replaced = memory.lease();
    replaced.ifPresent(old ->
        memory.retire(
            old.id(), now.plus(LeaseSchedule.grace(old.state(), now)), old.state().end()));
    memory.hold(lease);
    memory.certify(notAfter);
    memory.token(token);
    memory.reissue(false);
    memory.lookedUp(now);
    return replaced;
  }

  /** Wipes the values; a lease that no target lives by is ended, at once where that is sure. */
  void close(IssuedMemory memory, Instant now) {
    for (IssueResult result : results.values()) {
      if (result instanceof IssueResult.Issued(SortedMap<String, byte[]> values)) {
        values.values().forEach(value -> Arrays.fill(value, (byte) 0));
      }
    }
    if (lease != null && !settled) {
      Instant revokeAt = perhapsWritten ? now.plus(LeaseSchedule.grace(lease.state(), now)) : now;
      memory.retire(lease.id(), revokeAt, lease.state().end());
    }
  }
}
