package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.SyncTargetStatus;
import dev.keyturn.operator.engine.mac.Macs;
import dev.keyturn.operator.engine.template.Templates;
import dev.keyturn.operator.engine.tenancy.StoreIdentity;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides what a pass over a SecretSync does next. Pure: equal arguments give equal steps. */
public final class SyncPlan {
  private final Templates templates;
  private final TargetContent content;
  private final Triggers triggers;

  public SyncPlan(Macs macs, Templates templates) {
    this.templates = templates;
    this.content = new TargetContent(macs, templates);
    this.triggers = new Triggers(macs);
  }

  /** The next step; called again with the answers after a {@link Step.Need}. */
  public Step next(Observed observed, Knowledge knowledge) {
    return switch (observed.spec()) {
      case SpecOutcome.Wrong(Problem problem) ->
          Triggers.isAttempted(observed) && !Triggers.isRequested(observed)
              ? new Step.Rest(false)
              : failed(problem);
      case SpecOutcome.Read(SyncSettings settings) -> {
        if (settings.suspend()) {
          yield new Step.Rest(true);
        }
        Optional<Trigger> trigger = triggers.of(observed, settings);
        yield trigger.isEmpty()
            ? new Step.Rest(false)
            : attempt(observed, settings, trigger.get(), knowledge);
      }
    };
  }

  /** The keyed hash of the part of the spec that the target's content comes from. */
  public String specHash(SyncId id, SyncSettings settings) {
    return triggers.specHash(id, settings);
  }

  /** True where the target is complete: written from this spec and still as it was left. */
  public static boolean isComplete(String specHash, @Nullable SyncTargetStatus target) {
    return Triggers.isComplete(specHash, target);
  }

  /** True where the target is not as the status says that it was left. */
  public boolean isDrifted(Observed observed, SyncSettings settings) {
    return triggers.isDrifted(observed, settings);
  }

  private Step attempt(
      Observed observed, SyncSettings settings, Trigger trigger, Knowledge knowledge) {
    if (!observed.enrolled()) {
      return failed(
          Problem.of(ErrorClass.AccessDenied, Detail.NOT_ENROLLED, observed.id().namespace()));
    }
    return Fallbacks.attempt(
        observed,
        settings,
        store -> new Attempt(observed, settings, store, trigger, knowledge).step());
  }

  /** One attempt from the sync's own store, or from a fallback in its place. */
  private final class Attempt {
    private final Observed observed;
    private final SyncSettings settings;
    private final StoreIdentity store;
    private final Trigger trigger;
    private final Knowledge knowledge;
    private final Issuance issuance;

    private Attempt(
        Observed observed,
        SyncSettings settings,
        StoreIdentity store,
        Trigger trigger,
        Knowledge knowledge) {
      this.observed = observed;
      this.settings = settings;
      this.store = store;
      this.trigger = trigger;
      this.knowledge = knowledge;
      this.issuance = new Issuance(observed, settings, knowledge);
    }

    private Step step() {
      ReadPermits permits = new ReadPermits(observed, store);
      return switch (new Sourcing(permits, knowledge).of(settings)) {
        case Sourcing.Outcome.Refused(Problem problem) -> failed(problem);
        case Sourcing.Outcome.Waiting(Problem why) -> new Step.Park(why);
        case Sourcing.Outcome.Listing(List<ListRequest> lists) -> listed(lists);
        case Sourcing.Outcome.Places places -> read(places);
      };
    }

    private Step listed(List<ListRequest> lists) {
      List<ListRequest> missing =
          lists.stream().filter(request -> !knowledge.lists().containsKey(request)).toList();
      return new Step.Need(List.of(), trigger, false, missing);
    }

    private Step read(Sourcing.Outcome.Places places) {
      Optional<Step> withheld = issuance.withheld();
      if (withheld.isPresent()) {
        return withheld.get();
      }
      List<ReadRequest> needed = places.requests().values().stream().distinct().toList();
      List<ReadRequest> missing =
          needed.stream().filter(request -> !knowledge.reads().containsKey(request)).toList();
      if (!missing.isEmpty()) {
        boolean confirm = canConfirm(places);
        Optional<Step> texts =
            confirm ? Optional.empty() : TemplateKnowledge.missing(settings, knowledge);
        return texts.orElseGet(() -> new Step.Need(missing, trigger, confirm, List.of()));
      }
      return isConfirmed(places, needed) ? new Step.Confirmed() : finish(places);
    }

    private boolean canConfirm(Sourcing.Outcome.Places places) {
      return places.listsUnchanged()
          && Fallbacks.servedLast(observed, settings, store)
          && SyncPlan.this.canConfirm(observed, settings, trigger);
    }

    private boolean isConfirmed(Sourcing.Outcome.Places places, List<ReadRequest> needed) {
      return settings.issues().isEmpty()
          ? Unchanged.all(needed, knowledge)
          : canConfirm(places) && Unchanged.allOrSameVersion(needed, knowledge, observed.status());
    }

    private ReadResult result(ReadRequest request) {
      return Objects.requireNonNull(knowledge.reads().get(request));
    }

    private Step finish(Sourcing.Outcome.Places places) {
      Optional<Step> texts = TemplateKnowledge.missing(settings, knowledge);
      if (texts.isPresent()) {
        return texts.get();
      }
      SelectedValues selected =
          new SelectedValues(
              remote -> result(Objects.requireNonNull(places.requests().get(remote))),
              templates,
              places.hits());
      selected.select(settings);
      if (selected.problem().isPresent()) {
        return issuance.unselected(selected);
      }
      if (!issuance.isMade()) {
        selected.wipe();
        return new Step.Issue(issuance.requests());
      }
      issuance.addTo(selected);
      if (selected.problem().isPresent()) {
        return issuance.unselected(selected);
      }
      return checked(
          content.assemble(
              observed.id(),
              settings,
              selected.budget(),
              TemplateKnowledge.texts(knowledge),
              selected.values(),
              selected.keys(),
              WrittenSources.of(places, knowledge)));
    }

    private Step checked(Step assembled) {
      if (!(assembled instanceof Step.Complete complete)) {
        return assembled;
      }
      Optional<Problem> broken =
          ValueRules.broken(settings.shaping().rules(), complete.desired().data(), observed.now());
      if (broken.isPresent()) {
        complete.desired().wipe();
        return new Step.Failed(broken.get(), complete.keys());
      }
      return new Step.Complete(complete.desired(), complete.keys(), complete.sources(), store);
    }
  }

  /** A confirmation is enough where only time has passed since a good attempt. */
  private boolean canConfirm(Observed observed, SyncSettings settings, Trigger trigger) {
    return (trigger == Trigger.DUE || trigger == Trigger.REQUESTED)
        && observed.templates() == TemplateNews.NONE
        && !observed.reissue()
        && observed
            .status()
            .filter(status ->
                status.lastError() == null
                    || (!settings.issues().isEmpty() && Unchanged.hasAllKeys(status)))
            .filter(status -> triggers.isComplete(observed.id(), settings, status))
            .isPresent()
        && !triggers.isDrifted(observed, settings);
  }

  private static Step failed(Problem problem) {
    return new Step.Failed(problem, KeyCount.UNKNOWN);
  }
}
