package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.Lister;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.source.guard.Lease;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Names in the folders of one connection, shared as values are. Thread-safe. */
final class SharedLists {
  /** Names are no secret: they are kept for as long as a reader may accept them. */
  private static final Duration LIFETIME = Duration.ofDays(1);

  private static final int MOST = 500;

  private final Lister lister;
  private final Logins logins;
  private final Instrumented calls;
  private final Supplier<Deadline> deadlines;
  private final Ticks ticks;
  private final SharedReads lists;

  SharedLists(
      Lister lister,
      Logins logins,
      GuardedCalls guarded,
      ConnectionSettings settings,
      PoolParts parts,
      Instrumented calls,
      Ticks ticks,
      Supplier<Deadline> deadlines) {
    this.lister = lister;
    this.logins = logins;
    this.calls = calls;
    this.deadlines = deadlines;
    this.ticks = ticks;
    this.lists =
        new SharedReads(
            guarded.backend(this::listNow, Optional.empty()),
            Optional.empty(),
            Optional.empty(),
            settings.keeping(LIFETIME, MOST),
            parts,
            calls,
            ticks,
            (ref, readers) -> parts.listener().secretChanged(readers));
  }

  /**
   * The names in a folder for one reader.
   *
   * @param wish with {@link FolderReference#of}, and nothing seen
   */
  Listing list(ReadWish wish, Lease lease) {
    // Where values show the tags, one list of everything serves all who look for some.
    ReadWish shared =
        lister.tagFilter() == Lister.TagFilter.BY_LIST
            ? wish
            : wish.of(new RemoteRef(wish.ref().key(), Optional.empty()));
    Duration rest = lister.rest();
    ReadWish paced = rest.isZero() || wish.requested() ? shared : shared.content(rest, ticks.now());
    return switch (lists.read(paced, lease)) {
      case Reading.Failed(Failure failure) -> new Listing.Failed(failure);
      case Reading.Unchanged unchanged -> throw new IllegalArgumentException("nothing was seen");
      case Reading.Value(RemoteValue value, Seen seen) -> {
        try (value) {
          yield new Listing.Names(FolderReader.names(value.payload()), seen, lister.tagFilter());
        }
      }
    };
  }

  void forget(String reader) {
    lists.forget(reader);
  }

  void close() {
    lists.close();
  }

  private Outcome<RemoteValue> listNow(RemoteRef folder, Lease lease) {
    Deadline deadline = deadlines.get();
    FolderReader reader = new FolderReader(lister, FolderReference.folder(folder));
    return logins.with(
        "list " + folder.key(), deadline, session -> listOnce(session, reader, deadline, lease));
  }

  private Outcome<RemoteValue> listOnce(
      Session session, FolderReader reader, Deadline deadline, Lease lease) {
    lease.called();
    Call call = new Call(session, deadline, UUID.randomUUID().toString(), calls.further(lease));
    return calls.runLent("list", () -> reader.read(call));
  }
}
