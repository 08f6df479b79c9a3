package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.CreationPolicy;
import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.crds.v1alpha1.SyncSource;
import dev.keyturn.crds.v1alpha1.SyncTargetStatus;
import dev.keyturn.operator.engine.mac.Macs;
import dev.keyturn.operator.engine.mac.TargetHash;
import dev.keyturn.operator.engine.template.Templates;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decides what a pass over a SecretSync does next. Pure: equal arguments give equal steps. */
public final class SyncPlan {
  private final Macs macs;
  private final TargetContent content;

  public SyncPlan(Macs macs, Templates templates) {
    this.macs = macs;
    this.content = new TargetContent(macs, templates);
  }

  /** The next step; called again with the answers after a {@link Step.Need}. */
  public Step next(Observed observed, Knowledge knowledge) {
    return switch (observed.spec()) {
      case SpecOutcome.Wrong(Problem problem) ->
          attemptedSince(observed) && !isRequested(observed)
              ? new Step.Rest(false)
              : failed(problem);
      case SpecOutcome.Read(SyncSettings settings) -> {
        if (settings.suspend()) {
          yield new Step.Rest(true);
        }
        Optional<Trigger> trigger = trigger(observed, settings);
        yield trigger.isEmpty()
            ? new Step.Rest(false)
            : attempt(observed, settings, trigger.get(), knowledge);
      }
    };
  }

  /** The keyed hash of the part of the spec that the target's content comes from. */
  public String specHash(SyncId id, SyncSettings settings) {
    return macs.spec(id.namespace(), id.name(), SpecText.of(settings)).text();
  }

  /** True where the target is complete: written from the present spec and still as it was left. */
  public boolean isComplete(SyncId id, SyncSettings settings, @Nullable SyncTargetStatus target) {
    return target != null
        && target.hash() != null
        && specHash(id, settings).equals(target.specHash());
  }

  private Step attempt(
      Observed observed, SyncSettings settings, Trigger trigger, Knowledge knowledge) {
    if (!observed.enrolled()) {
      return failed(
          Problem.of(ErrorClass.AccessDenied, Detail.NOT_ENROLLED, observed.id().namespace()));
    }
    ReadPermits permits = new ReadPermits(observed, settings.shaping().store());
    SequencedMap<SyncSettings.Remote, ReadRequest> requests = new LinkedHashMap<>();
    Optional<Problem> waiting = Optional.empty();
    for (SyncSettings.Remote remote : remotes(settings)) {
      switch (permits.of(remote)) {
        case ReadPermits.Permit.Refused(Problem problem) -> {
          return failed(problem);
        }
        case ReadPermits.Permit.Waiting(Problem why) -> waiting = waiting.or(() -> Optional.of(why));
        case ReadPermits.Permit.Given(ReadRequest request) -> requests.put(remote, request);
      }
    }
    return waiting.isPresent()
        ? new Step.Park(waiting.get())
        : read(observed, settings, requests, trigger, knowledge);
  }

  private Step read(
      Observed observed,
      SyncSettings settings,
      SequencedMap<SyncSettings.Remote, ReadRequest> requests,
      Trigger trigger,
      Knowledge knowledge) {
    List<ReadRequest> missing =
        requests.values().stream()
            .distinct()
            .filter(request -> !knowledge.reads().containsKey(request))
            .toList();
    if (!missing.isEmpty()) {
      return new Step.Need(missing, trigger, canConfirm(observed, settings, trigger));
    }
    boolean allUnchanged =
        requests.values().stream()
            .allMatch(request -> knowledge.reads().get(request) instanceof ReadResult.Unchanged);
    if (allUnchanged) {
      return new Step.Confirmed();
    }
    SelectedValues selected =
        new SelectedValues(remote ->
            Objects.requireNonNull(
                knowledge.reads().get(Objects.requireNonNull(requests.get(remote)))));
    selected.select(settings);
    if (selected.problem().isPresent()) {
      KeyCount keys = selected.keys();
      selected.wipe();
      return new Step.Failed(selected.problem().get(), keys);
    }
    return content.assemble(
        observed.id(), settings, selected.values(), selected.keys(), sources(knowledge));
  }

  private static List<SyncSource> sources(Knowledge knowledge) {
    return knowledge.reads().entrySet().stream()
        .filter(entry -> entry.getValue() instanceof ReadResult.Value)
        .map(entry ->
            new SyncSource(
                entry.getKey().store().kind() + "/" + entry.getKey().store().name(),
                entry.getKey().key(),
                ((ReadResult.Value) entry.getValue()).version().orElse(null)))
        .sorted(Comparator.comparing(SyncSource::store).thenComparing(SyncSource::key))
        .toList();
  }

  /** A confirmation is enough where only time has passed since a good attempt. */
  private boolean canConfirm(Observed observed, SyncSettings settings, Trigger trigger) {
    return (trigger == Trigger.DUE || trigger == Trigger.REQUESTED)
        && observed
            .status()
            .filter(status -> status.lastError() == null)
            .filter(status -> isComplete(observed.id(), settings, status.target()))
            .isPresent()
        && !drifted(observed, settings);
  }

  private Optional<Trigger> trigger(Observed observed, SyncSettings settings) {
    if (!attemptedSince(observed)) {
      return Optional.of(Trigger.NEW_GENERATION);
    }
    if (isRequested(observed)) {
      return Optional.of(Trigger.REQUESTED);
    }
    if (!observed.waiting() && drifted(observed, settings)) {
      return Optional.of(Trigger.DRIFT);
    }
    return observed.due() ? Optional.of(Trigger.DUE) : Optional.empty();
  }

  /** True where this generation has been attempted, with whatever result. */
  private static boolean attemptedSince(Observed observed) {
    return observed
        .status()
        .map(SecretSyncStatus::observedGeneration)
        .filter(generation -> generation == observed.generation())
        .isPresent();
  }

  private static boolean isRequested(Observed observed) {
    return observed.request().isPresent()
        && !observed.request().equals(observed.status().map(SecretSyncStatus::lastHandledRequest));
  }

  private boolean drifted(Observed observed, SyncSettings settings) {
    Optional<TargetHash> written =
        observed
            .status()
            .map(SecretSyncStatus::target)
            .filter(target -> settings.targetName().equals(target.name()))
            .map(SyncTargetStatus::hash)
            .flatMap(TargetHash::parse);
    if (written.isEmpty() || !written.get().keyId().equals(macs.keyId())) {
      return false;
    }
    if (observed.target().isEmpty()) {
      return settings.creationPolicy() != CreationPolicy.Merge;
    }
    return !observed.target().get().ourOutput().equals(Optional.of(written.get().output()));
  }

  private static List<SyncSettings.Remote> remotes(SyncSettings settings) {
    return Stream.concat(
            settings.extracts().stream().map(SyncSettings.Extract::remote),
            settings.entries().stream().map(SyncSettings.Entry::remote))
        .toList();
  }

  private static Step failed(Problem problem) {
    return new Step.Failed(problem, KeyCount.UNKNOWN);
  }
}
