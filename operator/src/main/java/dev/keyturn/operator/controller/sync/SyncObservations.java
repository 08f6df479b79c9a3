package dev.keyturn.operator.controller.sync;

/** Told of what the metrics count. Must be quick and never throw. */
public interface SyncObservations {

  /** One attempt ended: Changed, Unchanged or an error class. */
  void synced(String provider, String secretType, String result);

  /** A workload was restarted (Success), could not be (Failure), or may not be (Skipped). */
  void workloadRestart(String result);

  /** A target that others had changed was put back. */
  void driftCorrected(String namespace);
}
