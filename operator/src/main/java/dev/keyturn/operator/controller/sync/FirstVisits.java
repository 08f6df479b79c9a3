package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.operator.controller.WakeUp;
import dev.keyturn.operator.engine.plan.SyncId;
import dev.keyturn.operator.kube.status.StatusResult;
import dev.keyturn.operator.kube.status.StatusWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Says of a sync that has no status yet that it is under way, once its attempt takes longer than
 * five seconds. An attempt that ends sooner has one status, its result. Thread-safe.
 */
public final class FirstVisits {
  /** Two seconds are passed by a cold start of thousands, which would then write twice. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final StatusWriter statuses;
  private final WakeUp<SyncId> timer;
  private final InstantSource clock;
  private final Map<SyncId, Visit> running = new ConcurrentHashMap<>();

  /**
   * @param timer that leads to {@link #overdue}
   */
  public FirstVisits(StatusWriter statuses, WakeUp<SyncId> timer, InstantSource clock) {
    this.statuses = statuses;
    this.timer = timer;
    this.clock = clock;
  }

  /** An attempt of a sync without a status begins. */
  void begin(SyncId id, SecretSync sync) {
    running.put(id, new Visit(sync));
    timer.at(id, PATIENCE);
  }

  /**
   * The attempt ended: from here on nothing is written about it.
   *
   * @return what was written while it ran; empty where nothing was
   */
  Optional<SecretSyncStatus> end(SyncId id) {
    Visit visit = running.remove(id);
    if (visit == null) {
      return Optional.empty();
    }
    timer.cancel(id);
    return visit.end();
  }

  /** The patience with a sync is over; waits for the write, if there is one. */
  public void overdue(SyncId id) {
    Visit visit = running.get(id);
    if (visit != null) {
      visit.tell();
    }
  }

  /** One attempt. The result waits for a write that is under way, so it is always the later one. */
  private final class Visit {
    private final SecretSync sync;
    private boolean over;
    private @Nullable SecretSyncStatus written;

    Visit(SecretSync sync) {
      this.sync = sync;
    }

    synchronized void tell() {
      if (over || written != null) {
        return;
      }
      SecretSyncStatus status =
          WaitingStatus.underWay(sync.getMetadata().getGeneration(), clock.instant());
      if (statuses.write(sync, status) instanceof StatusResult.Written) {
        written = status;
      }
    }

    synchronized Optional<SecretSyncStatus> end() {
      over = true;
      return Optional.ofNullable(written);
    }
  }
}
