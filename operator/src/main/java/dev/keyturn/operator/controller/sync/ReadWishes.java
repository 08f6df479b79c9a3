package dev.keyturn.operator.controller.sync;

import dev.keyturn.operator.engine.plan.ListRequest;
import dev.keyturn.operator.engine.plan.ListResult;
import dev.keyturn.operator.engine.plan.Observed;
import dev.keyturn.operator.engine.plan.ReadRequest;
import dev.keyturn.operator.engine.plan.Step;
import dev.keyturn.operator.engine.plan.Trigger;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.source.ReadWish;
import dev.keyturn.operator.source.Seen;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Says how new the answers must be that a sync wants.
 *
 * @param observed whose sync it is, and what its status says of its sources
 * @param interval of the sync: an answer from memory is never older
 */
record ReadWishes(Observed observed, SyncMemory memory, Duration interval, LongSupplier nanoTime) {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /**
   * One wish for each request.
   *
   * @param confirm true where an unchanged answer is enough
   */
  Map<ReadRequest, ReadWish> of(List<ReadRequest> requests, Trigger trigger, boolean confirm) {
    Deadline deadline = Deadline.after(PATIENCE, nanoTime);
    Map<ReadRequest, ReadWish> wishes = new LinkedHashMap<>();
    for (ReadRequest request : requests) {
      String source = name(request);
      ReadWish wish =
          new ReadWish(
              observed.id().toString(),
              new RemoteRef(request.key(), request.version()),
              confirm ? memory.sources().applied(source) : Optional.empty(),
              notBeforeEnd(request, notBefore(trigger, memory.sources().lastRead(source))),
              interval,
              deadline,
              memory.generationSeenAt(),
              trigger == Trigger.REQUESTED);
      wishes.put(request, wish);
    }
    return wishes;
  }

  /** Looks into the folders that a plan wants to know. */
  Map<ListRequest, ListResult> lists(ParallelReads reads, Step.Need need) {
    return new FolderLists(reads, memory, nanoTime)
        .read(
            observed.id().toString(),
            need.lists(),
            seen -> notBefore(need.trigger(), seen),
            interval,
            need.trigger() == Trigger.REQUESTED);
  }

  /** A refresh wants a read newer than its own last one; a request, one newer than the request. */
  private long notBefore(Trigger trigger, Optional<Seen> seen) {
    Marks marks = memory.marks();
    long anyShared = marks.notBeforeChange(nanoTime.getAsLong() - interval.toNanos());
    return switch (trigger) {
      case REQUESTED -> memory.requestSeenAt();
      case NEW_GENERATION, DRIFT, TEMPLATE -> anyShared;
      case DUE -> {
        if (seen.isPresent() && !memory.hasFailed()) {
          yield marks.notBeforeChange(marks.notBeforeTold(seen.get().startedAt() + 1));
        }
        yield marks.notBeforeChange(
            memory.lastAttempt().isPresent() ? memory.attemptEndedAt() : anyShared);
      }
    };
  }

  /** What was read before the value ended says nothing of the one that may stand there since. */
  private long notBeforeEnd(ReadRequest request, long moment) {
    String store = request.store().kind() + "/" + request.store().name();
    return SourceEnds.past(observed.status(), store, request.key(), observed.now())
        .map(end -> nanoTime.getAsLong() - Duration.between(end, observed.now()).toNanos())
        .filter(end -> end - moment > 0)
        .orElse(moment);
  }

  /** Under what the sync remembers a read. */
  static String name(ReadRequest request) {
    return request.store().kind()
        + "/"
        + request.store().name()
        + ":"
        + request.key()
        + '@'
        + request.version().orElse("");
  }
}
