package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.RestartWorkload;
import dev.keyturn.crds.v1alpha1.SelectorExpression;
import dev.keyturn.crds.v1alpha1.SyncRestart;
import dev.keyturn.crds.v1alpha1.WorkloadKind;
import dev.keyturn.crds.v1alpha1.WorkloadSelector;
import dev.keyturn.operator.engine.labels.LabelDemand;
import dev.keyturn.operator.engine.plan.SpecReader.Fault;
import dev.keyturn.operator.engine.restart.RestartSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads {@code spec.restart}. */
final class RestartReader {
  private static final String DEFAULT_MIN_INTERVAL = "30s";

  private RestartReader() {}

  static Optional<RestartSettings> read(@Nullable SyncRestart restart) throws Fault {
    if (restart == null) {
      return Optional.empty();
    }
    Duration minInterval =
        SpecReader.duration(
            "spec.restart.minInterval",
            SpecReader.orElse(restart.minInterval(), DEFAULT_MIN_INTERVAL));
    List<RestartWorkload> workloads = restart.workloads() == null ? List.of() : restart.workloads();
    List<RestartSettings.Choice> choices = new ArrayList<>();
    for (int i = 0; i < workloads.size(); i++) {
      choices.add(choice("spec.restart.workloads[" + i + "]", workloads.get(i)));
    }
    return Optional.of(
        new RestartSettings(
            minInterval, Boolean.TRUE.equals(restart.auto()), List.copyOf(choices)));
  }

  private static RestartSettings.Choice choice(String field, RestartWorkload workload)
      throws Fault {
    WorkloadKind kind =
        SpecReader.choice(field + ".kind", workload.kind(), WorkloadKind.Deployment);
    SortedMap<String, String> labels =
        workload.selector() == null
            ? new TreeMap<>()
            : SpecReader.sorted(workload.selector().matchLabels());
    List<LabelDemand> demands = demands(field + ".selector", workload.selector());
    // Without any of them it would choose every workload of the kind.
    if (workload.name() == null && labels.isEmpty() && demands.isEmpty()) {
      throw SpecReader.wrong(field);
    }
    return new RestartSettings.Choice(kind, Optional.ofNullable(workload.name()), labels, demands);
  }

  private static List<LabelDemand> demands(String field, @Nullable WorkloadSelector selector)
      throws Fault {
    List<SelectorExpression> expressions =
        selector == null || selector.matchExpressions() == null
            ? List.of()
            : selector.matchExpressions();
    List<LabelDemand> demands = new ArrayList<>();
    for (int i = 0; i < expressions.size(); i++) {
      Optional<String> wrong = LabelDemand.wrongField(expressions.get(i));
      if (wrong.isPresent()) {
        throw SpecReader.wrong(field + ".matchExpressions[" + i + "]." + wrong.get());
      }
      LabelDemand.of(expressions.get(i)).ifPresent(demands::add);
    }
    return List.copyOf(demands);
  }
}
