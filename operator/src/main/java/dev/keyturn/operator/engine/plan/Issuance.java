package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.SyncSource;
import dev.keyturn.operator.engine.tenancy.StoreIdentity;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The part of an attempt that is about what is made for the sync, by its own store alone. Pure. */
record Issuance(Observed observed, SyncSettings settings, Knowledge knowledge) {

  /** Why it cannot be made, whatever is read; nothing need be read then. */
  Optional<Step> withheld() {
    if (settings.issues().isEmpty()) {
      return Optional.empty();
    }
    return switch (observed.stores().of(settings.shaping().store())) {
      case StoreView.Missing missing -> Optional.of(failed(ReadPermits.missing(missing)));
      case StoreView.NotReady notReady ->
          Optional.of(new Step.Park(ReadPermits.notReady(notReady)));
      case StoreView.Usable store ->
          switch (IssueGrants.of(observed, store, settings.issues())) {
            case IssueGrants.Refused(Problem why) -> Optional.of(failed(why));
            case IssueGrants.Given given -> Optional.empty();
          };
    };
  }

  /** What has to be made; only where nothing is withheld. */
  List<IssueRequest> requests() {
    if (!settings.issues().isEmpty()
        && observed.stores().of(settings.shaping().store()) instanceof StoreView.Usable store
        && IssueGrants.of(observed, store, settings.issues())
            instanceof IssueGrants.Given(List<IssueRequest> requests)) {
      return requests;
    }
    return List.of();
  }

  boolean isMade() {
    return knowledge.issued().keySet().containsAll(requests());
  }

  void addTo(SelectedValues selected) {
    for (IssueRequest request : requests()) {
      selected.add(request, Objects.requireNonNull(knowledge.issued().get(request)));
    }
  }

  /** Where nothing is missing, keys that are merely not read now are still in the target. */
  Step unselected(SelectedValues selected) {
    KeyCount keys = selected.keys();
    selected.wipe();
    boolean unread = !settings.issues().isEmpty() && keys.missing().isEmpty();
    return new Step.Failed(
        selected.problem().orElseThrow(),
        unread ? KeyCount.UNKNOWN : keys,
        selected.areGone(settings));
  }

  /** What was made, for the status. */
  static Stream<SyncSource> sources(Knowledge knowledge) {
    return knowledge.issued().keySet().stream()
        .map(request -> {
          StoreIdentity store = request.granted().store();
          return new SyncSource(
              store.kind() + "/" + store.name(), request.granted().path().toString(), null, null);
        });
  }

  private static Step failed(Problem why) {
    return new Step.Failed(why, KeyCount.UNKNOWN);
  }
}
