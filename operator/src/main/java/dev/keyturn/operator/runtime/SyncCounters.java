package dev.keyturn.operator.runtime;

import dev.keyturn.operator.controller.sync.SyncObservations;
import dev.keyturn.operator.observe.OperatorMetrics;

/** Hands what the syncs report to the metrics. */
record SyncCounters(OperatorMetrics metrics) implements SyncObservations {
  @Override
  public void pulled(String provider, String secretType, String result) {
    metrics.synced("pull", provider, secretType, result);
  }

  @Override
  public void pushed(String provider, String secretType, String result) {
    metrics.synced("push", provider, secretType, result);
  }

  @Override
  public void workloadRestart(String result) {
    metrics.workloadRestart(result);
  }

  @Override
  public void driftCorrected(String namespace) {
    metrics.driftCorrected(namespace);
  }
}
