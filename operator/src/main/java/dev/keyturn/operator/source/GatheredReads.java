package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.VersionMark;
import dev.keyturn.operator.source.guard.Lease;
import dev.keyturn.operator.source.memory.CallRoom;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads of one backend that are made together: what is asked within a moment goes into one request,
 * and what is left of its room is given to secrets that will be wanted soon. So the syncs of a
 * store stay spread over their interval while its secrets are read by the twenty. Thread-safe.
 */
final class GatheredReads implements ReadBackend {
  private final ReadBackend single;
  private final BatchCalls batches;
  private final KnownSecrets known;
  private final Landings landings;
  private final Ticks ticks;
  private final Gathering<Asked> gathering;
  private final RefusedGroups refused;
  private final DeniedSecrets denied;

  GatheredReads(
      ReadBackend single, BatchCalls batches, KnownSecrets known, Landings landings, Ticks ticks) {
    this.single = single;
    this.batches = batches;
    this.known = known;
    this.landings = landings;
    this.ticks = ticks;
    this.gathering = new Gathering<>(landings.parts().timer(), this::send);
    this.refused = new RefusedGroups(ticks);
    this.denied = new DeniedSecrets(ticks);
  }

  /**
   * One read that waits for its answer.
   *
   * @param room of the read, which gets a part of what the request held
   * @param answer empty where the secret is to be read by itself
   * @param works whether the read by itself has ended well, where there was one
   */
  private record Asked(
      RemoteRef ref,
      Lease lease,
      Optional<CallRoom> room,
      CompletableFuture<Optional<Outcome<RemoteValue>>> answer,
      CompletableFuture<Boolean> works) {
    void alone() {
      answer.complete(Optional.empty());
    }

    void failed() {
      answer.complete(Optional.of(Outcome.failed(FailureClass.Internal)));
    }
  }

  /** A read that nobody waits for. */
  private record Ahead(RemoteRef ref, KnownSecret entry, Flight flight) {}

  @Override
  public Outcome<RemoteValue> read(RemoteRef ref, Lease lease) {
    String group = batches.reader().group(ref.key());
    if (ref.version().isPresent()) {
      return single.read(ref, lease);
    }
    if (refused.contains(group) || denied.contains(ref.key())) {
      return alone(ref, lease);
    }
    Asked asked =
        new Asked(
            ref, lease, CallRoom.current(), new CompletableFuture<>(), new CompletableFuture<>());
    gathering.add(group, asked, batches.reader().maximum());
    return asked.answer().join().orElseGet(() -> alone(asked));
  }

  private Outcome<RemoteValue> alone(Asked asked) {
    try {
      Outcome<RemoteValue> outcome = alone(asked.ref(), asked.lease());
      asked.works().complete(outcome instanceof Outcome.Ok<RemoteValue>);
      return outcome;
    } finally {
      asked.works().complete(false);
    }
  }

  /** One that is denied may be why a request for many was refused: they are asked without it. */
  private Outcome<RemoteValue> alone(RemoteRef ref, Lease lease) {
    Outcome<RemoteValue> outcome = single.read(ref, lease);
    if (!batches.reader().isRefusedForOne()) {
      return outcome;
    }
    switch (outcome) {
      case Outcome.Ok<RemoteValue> ok -> denied.remove(ref.key());
      case Outcome.Failed<RemoteValue>(Failure failure) -> {
        if (failure.kind() == FailureClass.AccessDenied && denied.add(ref.key())) {
          refused.denialIsExplained(batches.reader().group(ref.key()));
        }
      }
    }
    return outcome;
  }

  @Override
  public boolean knowsVersions() {
    return single.knowsVersions();
  }

  @Override
  public Outcome<Optional<VersionMark>> newest(RemoteRef ref, Lease lease) {
    return single.newest(ref, lease);
  }

  @Override
  public boolean isShut(Lease lease) {
    return single.isShut(lease);
  }

  /** Whatever goes wrong on the way, nobody is left waiting. */
  private void send(String group, List<Asked> together) {
    try {
      landings
          .calls()
          .guarded(
              "batch",
              () -> {
                answer(group, together);
                return Outcome.ok(group);
              });
    } finally {
      together.forEach(Asked::failed);
    }
  }

  private void answer(String group, List<Asked> together) {
    Map<String, Asked> asked = new LinkedHashMap<>();
    for (Asked each : together) {
      if (asked.putIfAbsent(each.ref().key(), each) != null) {
        // A second read of the secret began because nobody waited for the first any more.
        each.alone();
      }
    }
    int room = batches.reader().maximum() - asked.size();
    List<RemoteRef> soon =
        known.wantedSoon(
            ref ->
                !asked.containsKey(ref.key())
                    && !denied.contains(ref.key())
                    && batches.reader().group(ref.key()).equals(group),
            room,
            ticks);
    if (asked.size() + soon.size() < batches.reader().least()) {
      asked.values().forEach(Asked::alone);
      return;
    }
    Lease lease = single.leave(together.stream().map(Asked::lease).toList());
    List<Ahead> ahead = soon.stream().flatMap(ref -> begin(ref, lease).stream()).toList();
    CallRoom.run(() -> readers(together), ofCall -> call(group, asked, ahead, lease, ofCall));
  }

  private static Set<String> readers(List<Asked> together) {
    return together.stream()
        .flatMap(asked -> asked.room().stream())
        .flatMap(room -> room.readers().stream())
        .collect(Collectors.toSet());
  }

  private Optional<Ahead> begin(RemoteRef ref, Lease lease) {
    KnownSecret entry = known.find(ref);
    if (entry == null) {
      return Optional.empty();
    }
    synchronized (entry) {
      if (entry.readLongAgo(ticks.now()).isEmpty()) {
        return Optional.empty();
      }
      Flight flight = new Flight(ticks.now(), "", lease, landings.parts().inFlight(), null);
      entry.start(flight);
      return Optional.of(new Ahead(ref, entry, flight));
    }
  }

  private void call(
      String group, Map<String, Asked> asked, List<Ahead> ahead, Lease lease, CallRoom room) {
    List<String> keys =
        Stream.concat(asked.keySet().stream(), ahead.stream().map(each -> each.ref().key()))
            .toList();
    switch (landings.calls().guarded("batch", () -> batches.readAll(keys, lease))) {
      case Outcome.Ok<Map<String, Outcome<RemoteValue>>>(var answers) -> {
        Map<String, Outcome<RemoteValue>> left = new HashMap<>(answers);
        asked.forEach((key, each) -> hand(each, take(key, left), room));
        ahead.forEach(each -> land(each, take(each.ref().key(), left), room));
        left.values().forEach(GatheredReads::close);
      }
      case Outcome.Failed<?>(var failure) when RefusedGroups.isOfTheRequest(failure) -> {
        // One may be read all the same.
        refused.add(group, failure);
        asked.values().forEach(Asked::alone);
        boolean works = true;
        for (Ahead each : ahead) {
          Outcome<RemoteValue> read =
              landings.calls().guarded("read", () -> alone(each.ref(), lease));
          works &= read instanceof Outcome.Ok<RemoteValue>;
          land(each, read, room);
        }
        if (works && batches.reader().isRefusedForOne()) {
          search(group, keys, List.copyOf(asked.values()), lease);
        }
      }
      case Outcome.Failed<?>(var failure) -> {
        asked
            .values()
            .forEach(each -> each.answer().complete(Optional.of(Outcome.failed(failure))));
        ahead.forEach(each -> land(each, Outcome.failed(failure), room));
      }
    }
  }

  /** Nobody waits for it: whoever asked has read his secret by itself. */
  private void search(String group, List<String> keys, List<Asked> asked, Lease lease) {
    lease.hold();
    Thread.ofVirtual()
        .start(() -> {
          try (lease) {
            if (asked.stream().allMatch(each -> each.works().join())) {
              DenialSearch search = new DenialSearch(some -> ask(some, lease));
              search
                  .find(keys)
                  .ifPresent(key -> {
                    denied.addTogether(key);
                    refused.denialIsExplained(group);
                  });
            }
          }
        });
  }

  private DenialSearch.Said ask(List<String> keys, Lease lease) {
    return CallRoom.of(
        Set::of,
        room ->
            switch (landings.calls().guarded("batch", () -> batches.readAll(keys, lease))) {
              case Outcome.Ok<Map<String, Outcome<RemoteValue>>>(var answers) -> {
                answers.values().forEach(GatheredReads::close);
                yield DenialSearch.Said.ANSWERED;
              }
              case Outcome.Failed<?>(var failure) ->
                  failure.kind() == FailureClass.AccessDenied
                      ? DenialSearch.Said.REFUSED
                      : DenialSearch.Said.FAILED;
            });
  }

  /** The value has its room until it lands, in the thread of its read. */
  private static void hand(Asked asked, Outcome<RemoteValue> outcome, CallRoom room) {
    if (outcome instanceof Outcome.Ok<RemoteValue>(RemoteValue value)) {
      asked.room().ifPresent(own -> room.move(value.payload().size(), own));
    }
    asked.answer().complete(Optional.of(outcome));
  }

  private void land(Ahead read, Outcome<RemoteValue> outcome, CallRoom room) {
    landings.land(read.entry(), read.ref(), read.flight(), outcome, room);
    read.flight().leave();
  }

  private static Outcome<RemoteValue> take(String key, Map<String, Outcome<RemoteValue>> answers) {
    Outcome<RemoteValue> answer = answers.remove(key);
    return answer == null ? Outcome.failed(FailureClass.Internal) : answer;
  }

  private static void close(Outcome<RemoteValue> unasked) {
    if (unasked instanceof Outcome.Ok<RemoteValue>(RemoteValue value)) {
      value.close();
    }
  }
}
