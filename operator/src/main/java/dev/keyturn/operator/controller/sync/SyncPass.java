package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.DeletionPolicy;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.operator.engine.plan.KeyCount;
import dev.keyturn.operator.engine.plan.Knowledge;
import dev.keyturn.operator.engine.plan.Observed;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.engine.plan.ReadRequest;
import dev.keyturn.operator.engine.plan.ReadResult;
import dev.keyturn.operator.engine.plan.SpecOutcome;
import dev.keyturn.operator.engine.plan.Step;
import dev.keyturn.operator.engine.plan.SyncPlan;
import dev.keyturn.operator.engine.plan.SyncSettings;
import dev.keyturn.operator.engine.plan.TargetChange;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Walks one sync through its plan: reads what is needed, brings the target, and says the result.
 */
final class SyncPass {
  private static final int MOST_ROUNDS = 5;
  private static final Duration UNREAD_SPEC_INTERVAL = Duration.ofHours(1);

  private final SyncPlan plan;
  private final SyncReader reader;
  private final SyncGeneration generation;
  private final SyncTarget target;
  private final FormerTarget former;
  private final SyncDeletion deletion;
  private final SyncEvents events;
  private final SyncObservations observations;

  SyncPass(
      SyncPlan plan,
      SyncReader reader,
      SyncGeneration generation,
      SyncTarget target,
      FormerTarget former,
      SyncDeletion deletion,
      SyncEvents events,
      SyncObservations observations) {
    this.plan = plan;
    this.reader = reader;
    this.generation = generation;
    this.target = target;
    this.former = former;
    this.deletion = deletion;
    this.events = events;
    this.observations = observations;
  }

  /** How the pass ended; empty where this process lost the right to act. */
  Optional<SyncResult> run(SecretSync sync, Observed observed, SyncMemory memory) {
    Map<ReadRequest, ReadResult> answers = new HashMap<>();
    try {
      for (int round = 0; round < MOST_ROUNDS; round++) {
        Knowledge knowledge = new Knowledge(answers);
        switch (plan.next(observed, knowledge)) {
          case Step.Rest(boolean suspended) -> {
            return Optional.of(suspended ? new SyncResult.Suspended() : new SyncResult.Rested());
          }
          case Step.Park(Problem why) -> {
            return Optional.of(new SyncResult.Parked(why));
          }
          case Step.Confirmed() -> {
            return Optional.of(new SyncResult.Confirmed());
          }
          case Step.Failed(Problem why, KeyCount keys) -> {
            if (answers.isEmpty()) {
              memory.beginAttempt();
            }
            return Optional.of(failed(sync, observed, memory, why, keys));
          }
          case Step.Complete complete -> {
            return complete(sync, observed, memory, complete);
          }
          case Step.Need need -> {
            if (answers.isEmpty()) {
              memory.beginAttempt();
            }
            switch (reader.read(sync, observed, need, memory, interval(observed))) {
              case SyncReader.Outcome.Refused(Problem why) -> {
                return Optional.of(failed(sync, observed, memory, why, KeyCount.UNKNOWN));
              }
              case SyncReader.Outcome.Read(Knowledge read) -> {
                answers.putAll(read.reads());
                settings(observed)
                    .filter(settings -> !settings.outgoing().generated().isEmpty())
                    .ifPresent(settings -> generation.fill(sync, observed, settings, answers));
              }
            }
          }
        }
      }
      throw new IllegalStateException("a plan that always needs more");
    } finally {
      SyncReader.wipe(new Knowledge(answers));
    }
  }

  private Optional<SyncResult> complete(
      SecretSync sync, Observed observed, SyncMemory memory, Step.Complete complete) {
    SyncSettings settings = settings(observed).orElseThrow();
    try {
      return switch (target.bring(sync, observed.id(), settings, observed.status(), complete)) {
        case SyncTarget.Outcome.Fenced() -> Optional.empty();
        case SyncTarget.Outcome.Failed(Problem why) ->
            Optional.of(failed(sync, observed, memory, why, complete.keys()));
        case SyncTarget.Outcome.Done done -> {
          tell(sync, settings, complete, done);
          Optional<Problem> left = former.remove(sync, observed.status(), settings.targetName());
          yield Optional.of(
              left.isPresent()
                  ? failed(sync, observed, memory, left.get(), complete.keys())
                  : worked(complete, done));
        }
      };
    } finally {
      complete.desired().wipe();
    }
  }

  private static SyncResult worked(Step.Complete complete, SyncTarget.Outcome.Done done) {
    return new SyncResult.Worked(
        complete.keys(),
        complete.sources(),
        done.hash(),
        done.uid(),
        done.change() == TargetChange.WRITE);
  }

  private void tell(
      SecretSync sync,
      SyncSettings settings,
      Step.Complete complete,
      SyncTarget.Outcome.Done done) {
    String keys = String.join(", ", complete.desired().data().keySet());
    switch (done.change()) {
      case NONE, STATUS_ONLY -> {}
      case REPAIR -> {
        observations.driftCorrected(sync.getMetadata().getNamespace());
        events.repaired(sync, settings.targetName());
      }
      case WRITE -> {
        if (done.created()) {
          events.created(sync, settings.targetName(), keys);
        } else {
          events.updated(sync, settings.targetName(), keys);
        }
      }
    }
  }

  private SyncResult failed(
      SecretSync sync, Observed observed, SyncMemory memory, Problem why, KeyCount keys) {
    int before =
        observed
            .status()
            .map(SecretSyncStatus::consecutiveFailures)
            .map(Integer::intValue)
            .orElse(0);
    int failures = memory.failed(before);
    settings(observed)
        .filter(settings -> settings.deletionPolicy() != DeletionPolicy.Retain)
        .ifPresent(settings -> deletion.consider(sync, observed, settings, memory, why));
    return new SyncResult.Failed(why, keys, failures);
  }

  private static Duration interval(Observed observed) {
    return settings(observed).map(SyncSettings::interval).orElse(UNREAD_SPEC_INTERVAL);
  }

  static Optional<SyncSettings> settings(Observed observed) {
    return observed.spec() instanceof SpecOutcome.Read(SyncSettings settings)
        ? Optional.of(settings)
        : Optional.empty();
  }
}
