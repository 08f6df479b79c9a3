package dev.keyturn.operator.controller.sync;

import dev.keyturn.operator.controller.WakeUp;
import dev.keyturn.operator.engine.plan.SyncId;
import dev.keyturn.operator.kube.event.EventRecorder;
import dev.keyturn.operator.kube.workload.WorkloadIndex;
import dev.keyturn.operator.kube.workload.WorkloadRestarter;
import java.time.InstantSource;

/**
 * Everything outside this package that restarts of workloads work with.
 *
 * @param allowed true where the operator has the right to restart
 * @param timer wakes a sync without making it due for a read
 */
public record RestartParts(
    boolean allowed, WorkloadIndex index, WorkloadRestarter restarter, WakeUp<SyncId> timer) {

  SyncRestarts restarts(
      EventRecorder recorder, SyncObservations observations, InstantSource clock) {
    RestartBoard board = new RestartBoard();
    RestartEvents events = new RestartEvents(recorder);
    return new SyncRestarts(
        allowed,
        board,
        new WorkloadRestarts(index, restarter, board, events, observations, clock),
        events,
        observations,
        timer,
        clock);
  }
}
