package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.operator.engine.tenancy.Verb;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Finds out what an attempt has to read: the places that the spec names and those that its finds
 * find, each with the leave to read it. Pure; used once per step.
 */
final class Sourcing {
  private final Observed observed;
  private final ReadPermits permits;
  private final Knowledge knowledge;
  private final SequencedMap<SyncSettings.Remote, ReadRequest> requests = new LinkedHashMap<>();
  private final Map<SyncSettings.Find, FindHits> hits = new LinkedHashMap<>();
  private final List<ListRequest> wanted = new ArrayList<>();
  private Optional<Problem> refused = Optional.empty();
  private Optional<Problem> waiting = Optional.empty();
  private boolean listsUnchanged = true;

  /** What it found out. */
  sealed interface Outcome {

    /** The attempt cannot be made. */
    record Refused(Problem problem) implements Outcome {}

    /** A store cannot serve now. */
    record Waiting(Problem why) implements Outcome {}

    /** Folders must be listed first. */
    record Listing(List<ListRequest> lists) implements Outcome {}

    /**
     * Everything is known.
     *
     * @param hits what each find found
     * @param listsUnchanged true where every list is the one that the target was made from
     */
    record Places(
        SequencedMap<SyncSettings.Remote, ReadRequest> requests,
        Map<SyncSettings.Find, FindHits> hits,
        boolean listsUnchanged)
        implements Outcome {}
  }

  Sourcing(ReadPermits permits, Knowledge knowledge) {
    this.observed = permits.observed();
    this.permits = permits;
    this.knowledge = knowledge;
  }

  Outcome of(SyncSettings settings) {
    int room = WrittenSources.MOST - settings.target().references().size();
    for (SyncSettings.Group group : settings.groups()) {
      switch (group) {
        case SyncSettings.Extract extract -> place(extract.remote());
        case SyncSettings.Find find -> find(find, room);
      }
    }
    settings.entries().forEach(entry -> place(entry.remote()));
    if (refused.isPresent()) {
      return new Outcome.Refused(refused.get());
    }
    if (waiting.isPresent()) {
      return new Outcome.Waiting(waiting.get());
    }
    return wanted.isEmpty()
        ? new Outcome.Places(requests, hits, listsUnchanged)
        : new Outcome.Listing(wanted.stream().distinct().toList());
  }

  private void place(SyncSettings.Remote remote) {
    switch (permits.of(remote)) {
      case ReadPermits.Permit.Refused(Problem problem) -> refuse(problem);
      case ReadPermits.Permit.Waiting(Problem why) -> await(why);
      case ReadPermits.Permit.Given(ReadRequest request) -> requests.put(remote, request);
    }
  }

  private void find(SyncSettings.Find find, int room) {
    switch (permits.store(find.store())) {
      case StoreView.Missing missing -> refuse(ReadPermits.missing(missing));
      case StoreView.NotReady notReady -> await(ReadPermits.notReady(notReady));
      case StoreView.Usable store -> {
        Optional<Problem> closed =
            store.rules().refusal(Verb.READ, store.identity(), "spec." + find.field() + ".find");
        if (closed.isPresent()) {
          refuse(closed.get());
          return;
        }
        switch (FolderWalk.walk(observed, store, find, knowledge.lists())) {
          case FolderWalk.Outcome.Refused(Problem problem) -> refuse(problem);
          case FolderWalk.Outcome.Wanted(List<ListRequest> lists) -> wanted.addAll(lists);
          case FolderWalk.Outcome.Hits(FindHits found, boolean unchanged) -> {
            listsUnchanged &= unchanged;
            hits.put(find, found);
            found.remotes().forEach(remote -> hit(store, remote));
            refuseTooMany("spec." + find.field(), room);
          }
        }
      }
    }
  }

  /** All of them have to have room in the status, which the next walk is held against. */
  private void refuseTooMany(String field, int room) {
    if (hits.values().stream().mapToInt(found -> found.remotes().size()).sum() > room) {
      refuse(
          Problem.of(
              ErrorClass.ConfigInvalid,
              Detail.FIELD,
              field + ".find (more than " + room + " hits of all finds)"));
    }
  }

  /** A name that no grant covers is not told: the namespace must not learn that it is there. */
  private void hit(StoreView.Usable store, SyncSettings.Remote remote) {
    switch (permits.of(remote)) {
      case ReadPermits.Permit.Refused(Problem problem) ->
          refuse(
              problem.kind() == ErrorClass.ScopeDenied || problem.detail() == Detail.NAME_ILLEGAL
                  ? Problem.of(
                      problem.kind(),
                      problem.detail(),
                      store.identity().kind()
                          + " "
                          + store.identity().name()
                          + ", something that "
                          + remote.field()
                          + " finds; narrow its path or name")
                  : Problem.of(problem.kind(), problem.detail(), "spec." + remote.field()));
      case ReadPermits.Permit.Waiting(Problem why) -> await(why);
      case ReadPermits.Permit.Given(ReadRequest request) -> requests.put(remote, request);
    }
  }

  private void refuse(Problem problem) {
    refused = refused.or(() -> Optional.of(problem));
  }

  private void await(Problem why) {
    waiting = waiting.or(() -> Optional.of(why));
  }
}
