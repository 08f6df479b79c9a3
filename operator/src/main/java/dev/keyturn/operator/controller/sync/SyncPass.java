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
  private final TargetNews news;
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
      TargetNews news,
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
    this.news = news;
    this.issuing = issuing;
    this.clock = clock;
  }

  /** How the pass ended; empty where this process lost the right to act. */
  Optional<SyncResult> run(SecretSync sync, Observed observed, SyncMemory memory) {
    Map<ReadRequest, ReadResult> answers = new HashMap<>();
    Map<ListRequest, ListResult> lists = new HashMap<>();
    Optional<TemplateTexts> texts = Optional.empty();
    FreshIssues fresh = new FreshIssues();
    ReadGates gates = new ReadGates(observed, memory, memory.issued().endOfReplaced());
    try (gates) {
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
            gates.close();
            return complete(sync, observed, memory, complete, fresh);
          }
          case Step.Issue(List<IssueRequest> requests) -> {
            StoreIdentity store = settings(observed).orElseThrow().shaping().store();
            Optional<SyncReader.Outcome> instead =
                issuing.issue(sync, observed, store, requests, fresh, gates);
            if (instead.isPresent()) {
              return Optional.of(ended(instead.get(), sync, observed, memory));
            }
          }
          case Step.NeedTexts(var objects) -> {
            texts = Optional.of(templates.read(observed.id().namespace(), objects));
          }
          case Step.Need need -> {
            SyncReader.Outcome came =
                reader.read(gates, observed, need, memory, interval(observed));
            if (!(came instanceof SyncReader.Outcome.Read(Knowledge read))) {
              return Optional.of(ended(came, sync, observed, memory));
            }
            answers.putAll(read.reads());
            lists.putAll(read.lists());
            Optional<SyncReader.Outcome> instead = generation.fill(sync, observed, answers, gates);
            if (instead.isPresent()) {
              return Optional.of(ended(instead.get(), sync, observed, memory));
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
          news.tell(sync, settings, complete, done);
          news.switched(sync, observed, settings, memory, complete.servedBy());
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

  private static SyncResult worked(Step.Complete complete, SyncTarget.Outcome.Done done) {
    return new SyncResult.Worked(
        complete.keys(),
        complete.sources(),
        done.hash(),
        done.uid(),
        done.change() == TargetChange.WRITE,
        done.sameValues());
  }

  /** An attempt that did not even come to the plan. */
  SyncResult instead(
      SyncReader.Outcome outcome, SecretSync sync, Observed observed, SyncMemory memory) {
    memory.beginAttempt(observed.due());
    return ended(outcome, sync, observed, memory);
  }

  /** The end of a pass that could not ask a store, or not yet. */
  private SyncResult ended(
      SyncReader.Outcome outcome, SecretSync sync, Observed observed, SyncMemory memory) {
    return switch (outcome) {
      case SyncReader.Outcome.Refused(Problem why) ->
          failed(sync, observed, memory, why, KeyCount.UNKNOWN);
      case SyncReader.Outcome.Waiting(Problem why, boolean brief) -> {
        memory.abandonAttempt();
        yield new SyncResult.Queued(why, brief);
      }
      case SyncReader.Outcome.Read read -> throw new IllegalArgumentException("it was read");
    };
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
