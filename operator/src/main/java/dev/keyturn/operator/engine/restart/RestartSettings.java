package dev.keyturn.operator.engine.restart;

import dev.keyturn.crds.v1alpha1.WorkloadKind;
import dev.keyturn.operator.engine.labels.LabelDemand;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Which workloads a sync restarts, with every default filled in.
 *
 * @param minInterval least time between two restarts of a workload
 * @param auto true where every workload counts whose pods use the Secret
 */
public record RestartSettings(Duration minInterval, boolean auto, List<Choice> choices) {

  /**
   * Workloads of one kind, by name or by labels.
   *
   * @param labels those that a workload must carry; not looked at where there is a name
   * @param demands on its labels; neither looked at there
   */
  public record Choice(
      WorkloadKind kind,
      Optional<String> name,
      SortedMap<String, String> labels,
      List<LabelDemand> demands) {

    private boolean chooses(Workload workload) {
      return workload.id().kind() == kind
          && name.map(workload.id().name()::equals)
              .orElseGet(() ->
                  workload.labels().entrySet().containsAll(labels.entrySet())
                      && demands.stream().allMatch(demand -> demand.isMetBy(workload.labels())));
    }
  }

  /** True where the workload is one of those that follow the Secret. */
  public boolean choose(Workload workload, String secret) {
    return (auto && workload.secrets().contains(secret))
        || choices.stream().anyMatch(choice -> choice.chooses(workload));
  }
}
