package dev.keyturn.operator.runtime;

import dev.keyturn.operator.controller.sync.RestartParts;
import dev.keyturn.operator.engine.plan.SyncId;
import dev.keyturn.operator.kube.Fence;
import dev.keyturn.operator.kube.client.KubernetesClients;
import dev.keyturn.operator.kube.workload.WorkloadIndex;
import dev.keyturn.operator.kube.workload.WorkloadRestarter;

/** What restarts of workloads work with, and its end. */
final class Restarts implements AutoCloseable {
  private final Scheduler<SyncId> timer;
  private final WorkloadIndex workloads;
  private final RestartParts parts;

  Restarts(
      Config config,
      KubernetesClients clients,
      Fence fence,
      Wakes wakes,
      Surroundings surroundings) {
    this.timer = surroundings.scheduler("restart-timer", wakes::restartDue);
    this.workloads =
        new WorkloadIndex(
            clients.reading(),
            clients.writes(),
            surroundings.clock(),
            config.rbacMode() == RbacMode.cluster);
    this.parts =
        new RestartParts(
            config.allowRestarts(),
            workloads,
            new WorkloadRestarter(clients.writes(), workloads, fence),
            timer);
  }

  RestartParts parts() {
    return parts;
  }

  @Override
  public void close() {
    timer.close();
    workloads.close();
  }
}
