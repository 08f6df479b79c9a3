package dev.keyturn.operator.kube.workload;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.operator.engine.restart.Workload;
import java.time.Duration;
import java.util.Optional;

/** What came of the restart of a workload. */
public sealed interface RestartResult {

  /** The API server took it; the pods are replaced from now on. */
  record Restarted(Workload now) implements RestartResult {}

  /** There is no such workload any more. */
  record Gone() implements RestartResult {}

  /** The operator's role does not allow it. */
  record Forbidden() implements RestartResult {}

  /** The API server, a quota or an admission policy refuses it. */
  record Refused(Detail detail) implements RestartResult {}

  /**
   * No answer.
   *
   * @param retryAfter what the server asked for
   */
  record Unavailable(Optional<Duration> retryAfter) implements RestartResult {}

  /** This process may not act. */
  record NotLeader() implements RestartResult {}
}
