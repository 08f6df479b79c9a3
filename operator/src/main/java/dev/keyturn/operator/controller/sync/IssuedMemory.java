package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.operator.engine.lease.TokenLife;
import dev.keyturn.operator.provider.LeaseId;
import dev.keyturn.operator.source.LeaseDesk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the process remembers of the lease, the certificate and the token in a sync's target. A
 * restart loses the leases that wait for their revocation: those end with their time. Used by one
 * pass at a time; any thread may look at the lease and the token.
 */
final class IssuedMemory {
  private final List<Retired> retired = new ArrayList<>();
  private volatile LeaseDesk.@Nullable Held lease;
  private @Nullable Instant notAfter;
  private volatile @Nullable TokenLife token;
  private @Nullable Instant lookedUpAt;
  private @Nullable SecretSyncStatus unwritten;
  private boolean mustReissue;
  private boolean known;

  /**
   * A lease that nothing uses any more, and when to end it.
   *
   * @param called true where its store calls the sync when it may, which can be before the moment
   */
  record Retired(LeaseId id, Instant revokeAt, Instant ends, boolean called) {

    boolean isDue(Instant now) {
      return called || !now.isBefore(revokeAt);
    }
  }

  /** True once the target and the status have been looked at. */
  boolean isKnown() {
    return known;
  }

  void known() {
    known = true;
  }

  /** The lease that the target lives by. */
  Optional<LeaseDesk.Held> lease() {
    return Optional.ofNullable(lease);
  }

  void hold(LeaseDesk.@Nullable Held held) {
    lease = held;
  }

  /** End of the certificate in the target. */
  Optional<Instant> notAfter() {
    return Optional.ofNullable(notAfter);
  }

  void certify(@Nullable Instant end) {
    notAfter = end;
  }

  /** Life of the token in the target. */
  Optional<TokenLife> token() {
    return Optional.ofNullable(token);
  }

  void token(@Nullable TokenLife life) {
    token = life;
  }

  List<Retired> retired() {
    return List.copyOf(retired);
  }

  void retire(LeaseId id, Instant revokeAt, Instant ends) {
    retired.add(new Retired(id, revokeAt, ends, false));
  }

  /** The store has no leave for it now. */
  void waits(Retired over, Instant until) {
    retired.add(new Retired(over.id(), until, over.ends(), true));
  }

  void settled(Retired over) {
    retired.remove(over);
  }

  /** True while the target waits for another lease, certificate or token. */
  boolean mustReissue() {
    return mustReissue;
  }

  void reissue(boolean must) {
    mustReissue = must;
  }

  /** The first end of what has to be replaced; empty where nothing has. */
  Optional<Instant> endOfReplaced() {
    return mustReissue
        ? Stream.of(
                lease().map(held -> held.state().expires()),
                notAfter(),
                token().map(TokenLife::expires))
            .flatMap(Optional::stream)
            .min(Comparator.naturalOrder())
        : Optional.empty();
  }

  Optional<Instant> lookedUpAt() {
    return Optional.ofNullable(lookedUpAt);
  }

  void lookedUp(Instant time) {
    lookedUpAt = time;
  }

  /**
   * The status of a written target that could not be written itself. Without it the target would
   * look like somebody else's work, and cost another lease.
   */
  Optional<SecretSyncStatus> unwritten() {
    return Optional.ofNullable(unwritten);
  }

  void unwritten(@Nullable SecretSyncStatus status) {
    unwritten = status;
  }

  /** True where there is nothing to look after. */
  boolean isEmpty() {
    return lease == null && retired.isEmpty() && notAfter == null && token == null;
  }
}
