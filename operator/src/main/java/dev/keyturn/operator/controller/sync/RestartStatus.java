package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.PendingRestart;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.operator.controller.Conditions;
import dev.keyturn.operator.engine.plan.Messages;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.engine.restart.Workload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Adds to a status what it says of the workloads. Pure: nothing new gives an equal status. */
record RestartStatus(SecretSyncStatus before, SecretSyncStatus made, long generation, Instant now) {
  private static final int MOST_NAMES = 8;

  /** No workload follows the target, so nothing is said. */
  SecretSyncStatus none() {
    return with(null, Optional.empty());
  }

  /** As it was: nobody looked. */
  SecretSyncStatus unchanged() {
    return with(
        before.pendingRestart(), Conditions.find(before.conditions(), Condition.WORKLOADS_UPDATED));
  }

  SecretSyncStatus idle() {
    return with(
        null,
        Conditions.find(before.conditions(), Condition.WORKLOADS_UPDATED)
            .filter(condition -> condition.status().equals("True"))
            .or(() -> condition("True", "UpToDate", "No restart is owed.")));
  }

  SecretSyncStatus pending(PendingRestart pending) {
    return with(
        pending,
        condition("False", "Pending", "A value changed: the workloads restart within moments."));
  }

  SecretSyncStatus notAllowed(@Nullable PendingRestart pending) {
    return with(
        pending,
        condition(
            "False",
            ErrorClass.AccessDenied.name(),
            Messages.of(Problem.of(ErrorClass.AccessDenied, Detail.RESTART, "spec.restart"))));
  }

  SecretSyncStatus refused(PendingRestart pending, Workload.Id workload, Detail detail) {
    String who =
        switch (detail) {
          case QUOTA -> "A quota of the namespace";
          case ADMISSION -> "An admission policy";
          default -> "The API server";
        };
    return with(
        pending,
        condition(
            "False",
            ErrorClass.TargetInvalid.name(),
            who + " refuses the restart of " + workload.text() + "; it is tried again."));
  }

  SecretSyncStatus done(List<Workload> workloads) {
    if (workloads.isEmpty()) {
      return with(null, condition("True", "NothingMatched", "spec.restart chooses no workload."));
    }
    StringBuilder message = new StringBuilder("Restarted for the newest values: ");
    message.append(names(workloads)).append('.');
    add(message, workloads, Workload.Hold.PAUSED, "Paused, so their pods are replaced later: ");
    add(
        message,
        workloads,
        Workload.Hold.ON_DELETE,
        "Update strategy OnDelete, so their pods must be deleted: ");
    return with(null, condition("True", "Restarted", message.toString()));
  }

  private static void add(
      StringBuilder message, List<Workload> workloads, Workload.Hold hold, String words) {
    List<Workload> held = workloads.stream().filter(it -> it.hold() == hold).toList();
    if (!held.isEmpty()) {
      message.append(' ').append(words).append(names(held)).append('.');
    }
  }

  private static String names(List<Workload> workloads) {
    List<String> names = workloads.stream().map(workload -> workload.id().text()).sorted().toList();
    String first = String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())));
    int more = names.size() - MOST_NAMES;
    return more > 0 ? first + " and " + more + " more" : first;
  }

  private Optional<Condition> condition(String status, String reason, String message) {
    Conditions conditions = new Conditions(before.conditions(), generation, now);
    List<Condition> built =
        (status.equals("True")
                ? conditions.isTrue(Condition.WORKLOADS_UPDATED, reason, message)
                : conditions.isFalse(Condition.WORKLOADS_UPDATED, reason, message))
            .build();
    return Optional.of(built.getFirst());
  }

  private SecretSyncStatus with(@Nullable PendingRestart pending, Optional<Condition> condition) {
    List<Condition> conditions = new ArrayList<>();
    if (made.conditions() != null) {
      conditions.addAll(made.conditions());
    }
    conditions.removeIf(old -> old.type().equals(Condition.WORKLOADS_UPDATED));
    condition.ifPresent(conditions::add);
    return made.draft()
        .pendingRestart(pending)
        .conditions(
            made.conditions() == null && conditions.isEmpty() ? null : List.copyOf(conditions))
        .build();
  }
}
