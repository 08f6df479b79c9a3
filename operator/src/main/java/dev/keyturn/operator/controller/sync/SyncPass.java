package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.operator.engine.plan.IssueRequest;
import dev.keyturn.operator.engine.plan.KeyCount;
import dev.keyturn.operator.engine.plan.Knowledge;
import dev.keyturn.operator.engine.plan.ListRequest;
import dev.keyturn.operator.engine.plan.ListResult;
import dev.keyturn.operator.engine.plan.Observed;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.engine.plan.ReadRequest;
import dev.keyturn.operator.engine.plan.ReadResult;
import dev.keyturn.operator.engine.plan.SpecOutcome;
import dev.keyturn.operator.engine.plan.Step;
import dev.keyturn.operator.engine.plan.SyncSettings;
import dev.keyturn.operator.engine.plan.TargetChange;
import dev.keyturn.operator.engine.plan.TemplateTexts;
import dev.keyturn.operator.engine.plan.Trigger;
import dev.keyturn.operator.engine.tenancy.ScopeView;
import dev.keyturn.operator.engine.tenancy.StoreIdentity;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Walks one sync through its plan: reads what is needed, brings the target, and says the result.
 */
final class SyncPass {
  /** Eight levels of folders and the reads of what is in them, for a store and five fallbacks. */
  private static final int MOST_ROUNDS = 64;

  private static final Duration UNREAD_SPEC_INTERVAL = Duration.ofHours(1);

  private final LargeSelections plan;
  private final Supplier<List<ScopeView>> scopes;
  private final SyncReader reader;
  private final TemplateObjects templates;
  private final SyncGeneration generation;
  private final SyncTarget target;
  private final FormerTarget former;
  private final SyncDeletion deletion;
  private final SyncEvents events;
  private final SyncObservations observations;
  private final Issuing issuing;
  private final InstantSource clock;

  /**
   * @param scopes the grants of this moment: a read that was under way when its grant ended is
   *     dropped
   */
  SyncPass(
      LargeSelections plan,
      Supplier<List<ScopeView>> scopes,
      SyncReader reader,
      TemplateObjects templates,
      SyncGeneration generation,
      SyncTarget target,
      FormerTarget former,
      SyncDeletion deletion,
      SyncEvents events,
      SyncObservations observations,
      Issuing issuing,
      InstantSource clock) {
    this.plan = plan;
    this.scopes = scopes;
    this.reader = reader;
    this.templates = templates;
    this.generation = generation;
    this.target = target;
    this.former = former;
    this.deletion = deletion;
    this.events = events;
    this.observations = observations;
    this.issuing = issuing;
    this.clock = clock;
  }

  /** How the pass ended; empty where this process lost the right to act. */
  Optional<SyncResult> run(SecretSync sync, Observed observed, SyncMemory memory) {
    Map<ReadRequest, ReadResult> answers = new HashMap<>();
    Map<ListRequest, ListResult> lists = new HashMap<>();
    Optional<TemplateTexts> texts = Optional.empty();
    FreshIssues fresh = new FreshIssues();
    try {
      for (int round = 0; round < MOST_ROUNDS; round++) {
        Knowledge knowledge = new Knowledge(answers, lists, texts, fresh.results());
        Observed granted = round == 0 ? observed : observed.withScopes(scopes.get());
        Step step = plan.next(granted, knowledge);
        if (round == 0) {
          begin(step, observed, memory);
        }
        switch (step) {
          case Step.Rest(boolean suspended) -> {
            return Optional.of(suspended ? new SyncResult.Suspended() : new SyncResult.Rested());
          }
          case Step.Park(Problem why) -> {
            return Optional.of(new SyncResult.Parked(why));
          }
          case Step.Confirmed() -> {
            SyncResult good = new SyncResult.Confirmed();
            return Optional.of(alone(sync, observed, memory, KeyCount.UNKNOWN, good));
          }
          case Step.Failed(Problem why, KeyCount keys, boolean gone) -> {
            return Optional.of(failed(sync, observed, memory, why, keys, gone));
          }
          case Step.Complete complete -> {
            return complete(sync, observed, memory, complete, fresh);
          }
          case Step.Issue(List<IssueRequest> requests) -> {
            Optional<Problem> refused = issuing.issue(sync, observed, requests, fresh);
            if (refused.isPresent()) {
              return Optional.of(failed(sync, observed, memory, refused.get(), KeyCount.UNKNOWN));
            }
          }
          case Step.NeedTexts(var objects) -> {
            texts = Optional.of(templates.read(observed.id().namespace(), objects));
          }
          case Step.Need need -> {
            switch (reader.read(observed, need, memory, interval(observed))) {
              case SyncReader.Outcome.Refused(Problem why) -> {
                return Optional.of(failed(sync, observed, memory, why, KeyCount.UNKNOWN));
              }
              case SyncReader.Outcome.Waiting(Problem why, boolean brief) -> {
                memory.abandonAttempt();
                return Optional.of(new SyncResult.Queued(why, brief));
              }
              case SyncReader.Outcome.Read(Knowledge read) -> {
                answers.putAll(read.reads());
                lists.putAll(read.lists());
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
      fresh.close(memory.issued(), clock.instant());
      SyncReader.wipe(new Knowledge(answers));
    }
  }

  /** What has made the sync due until here is about this attempt, if it is one. */
  private static void begin(Step step, Observed observed, SyncMemory memory) {
    switch (step) {
      case Step.Rest _, Step.Park _ -> {}
      case Step.Need need -> memory.beginAttempt(need.trigger() == Trigger.DUE);
      case Step.NeedTexts _, Step.Issue _, Step.Confirmed _, Step.Failed _, Step.Complete _ ->
          memory.beginAttempt(observed.due());
    }
  }

  private Optional<SyncResult> complete(
      SecretSync sync,
      Observed observed,
      SyncMemory memory,
      Step.Complete complete,
      FreshIssues fresh) {
    SyncSettings settings = settings(observed).orElseThrow();
    try {
      return switch (target.bring(
          sync,
          observed.id(),
          settings,
          observed.status(),
          complete,
          fresh.annotations(),
          memory.contention())) {
        case SyncTarget.Outcome.Fenced() -> {
          fresh.leave();
          yield Optional.empty();
        }
        case SyncTarget.Outcome.Failed(Problem why) -> {
          if (why.kind() == ErrorClass.Unavailable) {
            fresh.perhapsWritten();
          }
          yield Optional.of(failed(sync, observed, memory, why, complete.keys()));
        }
        case SyncTarget.Outcome.Done done -> {
          fresh
              .commit(memory.issued(), clock.instant())
              .ifPresent(replaced -> events.leaseReissued(sync, settings.targetName()));
          tell(sync, settings, complete, done);
          switched(sync, observed, settings, memory, complete.servedBy());
          yield Optional.of(alone(sync, observed, memory, complete.keys(), worked(complete, done)));
        }
      };
    } finally {
      complete.desired().wipe();
    }
  }

  /** The good end, unless something is left under the target's former name. */
  private SyncResult alone(
      SecretSync sync, Observed observed, SyncMemory memory, KeyCount keys, SyncResult good) {
    return settings(observed)
        .flatMap(it -> former.remove(sync, observed.status(), it.targetName()))
        .map(left -> failed(sync, observed, memory, left, keys))
        .orElse(good);
  }

  /** Only a change of the store that serves is told; the first one of a process is none. */
  private void switched(
      SecretSync sync,
      Observed observed,
      SyncSettings settings,
      SyncMemory memory,
      StoreIdentity now) {
    StoreIdentity own = settings.shaping().store();
    if (settings.shaping().fallbacks().isEmpty()) {
      return;
    }
    StoreIdentity before = observed.serving().last().orElse(own);
    memory.standIn().served(now, now.equals(own));
    if (!before.equals(now)) {
      events.served(sync, before, now, now.equals(own));
    }
  }

  private static SyncResult worked(Step.Complete complete, SyncTarget.Outcome.Done done) {
    return new SyncResult.Worked(
        complete.keys(),
        complete.sources(),
        done.hash(),
        done.uid(),
        done.change() == TargetChange.WRITE,
        done.sameValues());
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

  /** An attempt that did not even come to the plan. */
  SyncResult failed(SecretSync sync, Observed observed, SyncMemory memory, Problem why) {
    memory.beginAttempt(observed.due());
    return failed(sync, observed, memory, why, KeyCount.UNKNOWN);
  }

  private SyncResult failed(
      SecretSync sync, Observed observed, SyncMemory memory, Problem why, KeyCount keys) {
    return failed(sync, observed, memory, why, keys, false);
  }

  private SyncResult failed(
      SecretSync sync,
      Observed observed,
      SyncMemory memory,
      Problem why,
      KeyCount keys,
      boolean gone) {
    int before = observed.status().map(SecretSyncStatus::consecutiveFailures).orElse(0);
    int failures = memory.failed(before);
    Problem told =
        settings(observed)
            .map(settings -> deletion.consider(sync, observed, settings, memory, why, gone))
            .orElse(why);
    return new SyncResult.Failed(told, keys, failures);
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
