package dev.keyturn.operator.controller.sync;

/** Told of what the metrics count. Must be quick and never throw. */
public interface SyncObservations {

  /** One attempt at a target ended: Changed, Unchanged or an error class. */
  void pulled(String provider, String secretType, String result);

  /** One attempt at a secret of a backend ended: Changed, Unchanged or an error class. */
  void pushed(String provider, String secretType, String result);

  /** A workload was restarted (Success), could not be (Failure), or may not be (Skipped). */
  void workloadRestart(String result);

  /** A target that others had changed was put back. */
  void driftCorrected(String namespace);
}
