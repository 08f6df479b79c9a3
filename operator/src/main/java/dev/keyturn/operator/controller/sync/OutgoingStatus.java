package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.crds.v1alpha1.SyncGenerated;
import dev.keyturn.operator.controller.Conditions;
import dev.keyturn.operator.engine.plan.GeneratePlan;
import dev.keyturn.operator.engine.plan.Messages;
import dev.keyturn.operator.engine.plan.Observed;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.engine.plan.SyncSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Adds to the status of a SecretSync what it generated and pushed. Pure. */
final class OutgoingStatus {

  private OutgoingStatus() {}

  /** The status with {@code generated}, {@code pushed} and the condition Pushed. */
  static SecretSyncStatus amend(
      SecretSyncStatus made,
      SecretSyncStatus before,
      Observed observed,
      SyncResult result,
      Optional<SyncPushes.Report> report,
      Instant now) {
    Optional<SyncSettings> settings = SyncPass.settings(observed);
    if (settings.isEmpty()) {
      return made.draft().conditions(kept(made, before)).build();
    }
    SecretSyncStatus.Draft draft = made.draft();
    if (result instanceof SyncResult.Worked) {
      List<SyncGenerated> generated = GeneratePlan.generated(observed, settings.get());
      draft.generated(generated.isEmpty() ? null : generated);
    }
    report.ifPresent(it -> draft.pushed(it.pushed().isEmpty() ? null : it.pushed()));
    if (settings.get().outgoing().pushes().isEmpty()) {
      return draft.build();
    }
    List<Condition> conditions = new ArrayList<>();
    for (Condition condition :
        Objects.requireNonNullElse(made.conditions(), List.<Condition>of())) {
      conditions.add(pullsNothing(settings.get(), result) ? withoutTarget(condition) : condition);
    }
    conditions.removeIf(condition -> condition.type().equals(Condition.PUSHED));
    pushed(before, observed.generation(), report, now).ifPresent(conditions::add);
    return draft.conditions(conditions.isEmpty() ? null : List.copyOf(conditions)).build();
  }

  private static Optional<Condition> pushed(
      SecretSyncStatus before, long generation, Optional<SyncPushes.Report> report, Instant now) {
    if (report.isEmpty()) {
      return Conditions.find(before.conditions(), Condition.PUSHED);
    }
    Conditions conditions = new Conditions(before.conditions(), generation, now);
    Optional<Problem> problem = report.get().problem();
    if (problem.isPresent()) {
      conditions.isFalse(Condition.PUSHED, problem.get().kind().name(), Messages.of(problem.get()));
    } else if (report.get().delay().isPresent()) {
      PushDelay delay = report.get().delay().get();
      conditions.isFalse(
          Condition.PUSHED, "Delayed", Messages.delayed(delay.place(), delay.until()));
    } else if (report.get().turn() != PushTurns.Turn.NONE) {
      // What stood there last time has not been looked at yet.
      return Conditions.find(before.conditions(), Condition.PUSHED);
    } else {
      conditions.isTrue(Condition.PUSHED, "UpToDate", "Every value is at its backend.");
    }
    return Conditions.find(conditions.build(), Condition.PUSHED);
  }

  private static @Nullable List<Condition> kept(SecretSyncStatus made, SecretSyncStatus before) {
    List<Condition> conditions =
        new ArrayList<>(Objects.requireNonNullElse(made.conditions(), List.<Condition>of()));
    conditions.removeIf(condition -> condition.type().equals(Condition.PUSHED));
    Conditions.find(before.conditions(), Condition.PUSHED).ifPresent(conditions::add);
    return made.conditions() == null && conditions.isEmpty() ? null : List.copyOf(conditions);
  }

  private static boolean pullsNothing(SyncSettings settings, SyncResult result) {
    return result instanceof SyncResult.Confirmed
        && settings.entries().isEmpty()
        && settings.groups().isEmpty()
        && settings.issues().isEmpty();
  }

  /** A sync that only pushes has no target that could hold anything. */
  private static Condition withoutTarget(Condition ready) {
    return ready.type().equals(Condition.READY)
        ? new Condition(
            ready.type(),
            ready.status(),
            ready.reason(),
            "Nothing is pulled; see condition Pushed.",
            ready.lastTransitionTime(),
            ready.observedGeneration())
        : ready;
  }
}
