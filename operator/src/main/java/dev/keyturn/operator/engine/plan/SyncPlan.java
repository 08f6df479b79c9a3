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
import dev.keyturn.operator.engine.tenancy.Decision;
import dev.keyturn.operator.engine.tenancy.Gate;
import dev.keyturn.operator.engine.tenancy.NamespaceIdentity;
import dev.keyturn.operator.engine.tenancy.RemotePath;
import dev.keyturn.operator.engine.tenancy.Verb;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedSet;
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
    return switch (observed.store()) {
      case StoreView.Missing(String kind, String name) ->
          failed(Problem.of(ErrorClass.NotFound, Detail.STORE, kind + " " + name));
      case StoreView.NotReady(String kind, String name, String reason) ->
          new Step.Park(
              Problem.of(ErrorClass.StoreNotReady, kind + " " + name + " (" + reason + ")"));
      case StoreView.Usable store -> read(observed, settings, store, trigger, knowledge);
    };
  }

  private Step read(
      Observed observed,
      SyncSettings settings,
      StoreView.Usable store,
      Trigger trigger,
      Knowledge knowledge) {
    SequencedSet<ReadRequest> needed = new LinkedHashSet<>();
    for (SyncSettings.Remote remote : remotes(settings)) {
      switch (permit(observed, store, remote)) {
        case Permit.Refused(Problem problem) -> {
          return failed(problem);
        }
        case Permit.Given(ReadRequest request) -> needed.add(request);
      }
    }
    if (IssueGrants.of(observed, store, settings.issues())
        instanceof IssueGrants.Refused(Problem why)) {
      return failed(why);
    }
    List<ReadRequest> missing =
        needed.stream().filter(request -> !knowledge.reads().containsKey(request)).toList();
    if (!missing.isEmpty()) {
      return new Step.Need(missing, trigger, canConfirm(observed, settings, trigger));
    }
    return finish(observed, settings, store, trigger, knowledge, needed);
  }

  private Step finish(
      Observed observed,
      SyncSettings settings,
      StoreView.Usable store,
      Trigger trigger,
      Knowledge knowledge,
      SequencedSet<ReadRequest> needed) {
    if (settings.issues().isEmpty()
        ? Unchanged.all(needed, knowledge)
        : canConfirm(observed, settings, trigger)
            && Unchanged.allOrSameVersion(needed, knowledge, observed.status())) {
      return new Step.Confirmed();
    }
    SelectedValues selected =
        new SelectedValues(remote -> resultOf(observed, store, remote, knowledge));
    selected.select(settings);
    if (selected.problem().isPresent()) {
      return unselected(settings, selected);
    }
    List<IssueRequest> issues = issues(observed, store, settings);
    if (!knowledge.issued().keySet().containsAll(issues)) {
      selected.wipe();
      return new Step.Issue(issues);
    }
    issues.forEach(
        issue -> selected.add(issue, Objects.requireNonNull(knowledge.issued().get(issue))));
    if (selected.problem().isPresent()) {
      return unselected(settings, selected);
    }
    return content.assemble(
        observed.id(), settings, selected.values(), selected.keys(), sources(store, knowledge));
  }

  /** Where nothing is missing, keys that are merely not read now are still in the target. */
  private static Step unselected(SyncSettings settings, SelectedValues selected) {
    KeyCount keys = selected.keys();
    selected.wipe();
    boolean unread = !settings.issues().isEmpty() && keys.missing().isEmpty();
    return new Step.Failed(selected.problem().orElseThrow(), unread ? KeyCount.UNKNOWN : keys);
  }

  private static List<IssueRequest> issues(
      Observed observed, StoreView.Usable store, SyncSettings settings) {
    return switch (IssueGrants.of(observed, store, settings.issues())) {
      case IssueGrants.Given(List<IssueRequest> requests) -> requests;
      case IssueGrants.Refused refused -> throw new IllegalStateException("refused before");
    };
  }

  private ReadResult resultOf(
      Observed observed, StoreView.Usable store, SyncSettings.Remote remote, Knowledge knowledge) {
    return switch (permit(observed, store, remote)) {
      case Permit.Refused(Problem problem) ->
          new ReadResult.Failed(problem.kind(), problem.detail());
      case Permit.Given(ReadRequest request) ->
          Objects.requireNonNull(knowledge.reads().get(request));
    };
  }

  private static List<SyncSource> sources(StoreView.Usable store, Knowledge knowledge) {
    String name = store.identity().kind() + "/" + store.identity().name();
    Stream<SyncSource> issued =
        knowledge.issued().keySet().stream()
            .map(request -> new SyncSource(name, request.granted().path().toString(), null));
    Stream<SyncSource> read =
        knowledge.reads().entrySet().stream()
            .filter(entry -> entry.getValue() instanceof ReadResult.Value)
            .map(entry ->
                new SyncSource(
                    name,
                    entry.getKey().key(),
                    ((ReadResult.Value) entry.getValue()).version().orElse(null)));
    return Stream.concat(read, issued).sorted(Comparator.comparing(SyncSource::key)).toList();
  }

  /** A confirmation is enough where only time has passed since a good attempt. */
  private boolean canConfirm(Observed observed, SyncSettings settings, Trigger trigger) {
    return (trigger == Trigger.DUE || trigger == Trigger.REQUESTED)
        && !observed.reissue()
        && observed
            .status()
            .filter(status ->
                status.lastError() == null
                    || (!settings.issues().isEmpty() && Unchanged.hasAllKeys(status)))
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
    boolean reissue = observed.reissue() && !observed.waiting();
    return observed.due() || reissue ? Optional.of(Trigger.DUE) : Optional.empty();
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

  private static Permit permit(
      Observed observed, StoreView.Usable store, SyncSettings.Remote remote) {
    Optional<NamespaceIdentity> namespace = observed.namespace();
    if (namespace.isEmpty()) {
      return new Permit.Refused(
          Problem.of(
              ErrorClass.ScopeDenied, Detail.NAMESPACE_RECREATED, observed.id().namespace()));
    }
    return switch (RemotePath.canonical(store.keyPrefix() + remote.key())) {
      case RemotePath.Canonical.Refused refused ->
          new Permit.Refused(
              Problem.of(
                  ErrorClass.ConfigInvalid, Detail.FIELD, "spec." + remote.field() + " (key)"));
      case RemotePath.Canonical.Ok(RemotePath path) ->
          switch (Gate.decide(
              namespace.get(), store.identity(), Verb.READ, path, observed.scopes())) {
            case Decision.Allowed allowed ->
                new Permit.Given(new ReadRequest(path.toString(), remote.version(), allowed));
            case Decision.Denied denied ->
                new Permit.Refused(
                    Problem.of(
                        ErrorClass.ScopeDenied,
                        denied.detail(),
                        store.identity().kind() + " " + store.identity().name() + ", " + path));
          };
    };
  }

  private static Step failed(Problem problem) {
    return new Step.Failed(problem, KeyCount.UNKNOWN);
  }

  private sealed interface Permit {
    record Given(ReadRequest request) implements Permit {}

    record Refused(Problem problem) implements Permit {}
  }
}
