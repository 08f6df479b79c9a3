package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.operator.engine.plan.ListRequest;
import dev.keyturn.operator.engine.plan.ListResult;
import dev.keyturn.operator.engine.plan.ListResult.TagFilter;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.Lister;
import dev.keyturn.operator.source.FolderReference;
import dev.keyturn.operator.source.Listing;
import dev.keyturn.operator.source.ReadWish;
import dev.keyturn.operator.source.Seen;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/**
 * Reads the lists that a plan needs, those of one level of folders at once and under one deadline;
 * each of them may be shared with other syncs.
 */
record FolderLists(ParallelReads reads, SyncMemory memory, LongSupplier nanoTime) {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /**
   * Reads them.
   *
   * @param notBefore moment that a list must be newer than, by what the last one showed
   * @param greatestAge of a list from memory
   * @param requested true where a person asked for what is there now
   */
  Map<ListRequest, ListResult> read(
      String reader,
      List<ListRequest> requests,
      ToLongFunction<Optional<Seen>> notBefore,
      Duration greatestAge,
      boolean requested) {
    Deadline deadline = Deadline.after(PATIENCE, nanoTime);
    Map<ListRequest, ReadWish> wishes = new LinkedHashMap<>();
    for (ListRequest request : requests) {
      ReadWish wish =
          new ReadWish(
              reader,
              FolderReference.of(folder(request)),
              Optional.empty(),
              notBefore.applyAsLong(memory.sources().lastRead(name(request))),
              greatestAge,
              deadline,
              memory.generationSeenAt(),
              requested);
      wishes.put(request, wish);
    }
    Map<ListRequest, ListResult> results = new LinkedHashMap<>();
    reads
        .lists(wishes)
        .forEach((request, listing) -> results.put(request, result(name(request), listing)));
    return results;
  }

  private ListResult result(String source, Listing listing) {
    return switch (listing) {
      case Listing.Names(List<String> names, Seen seen, Lister.TagFilter tags) -> {
        boolean unchanged =
            memory
                .sources()
                .applied(source)
                .filter(applied -> applied.fingerprint().equals(seen.fingerprint()))
                .isPresent();
        memory.sources().saw(source, seen);
        yield new ListResult.Names(names, unchanged, TagFilter.valueOf(tags.name()));
      }
      case Listing.Unsupported() -> new ListResult.Unsupported();
      case Listing.Failed(Failure failure) ->
          new ListResult.Failed(
              ErrorClass.valueOf(failure.kind().name()), Detail.valueOf(failure.detail().name()));
    };
  }

  private static Lister.Folder folder(ListRequest request) {
    return new Lister.Folder(request.granted().folder().toString(), request.tags());
  }

  private static String name(ListRequest request) {
    return "list:"
        + request.store().kind()
        + "/"
        + request.store().name()
        + ":"
        + request.granted().folder()
        + FolderReference.of(folder(request)).version().map(tags -> "?" + tags).orElse("");
  }
}
