package dev.keyturn.devcluster.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.devcluster.failure.ApiException;
import dev.keyturn.devcluster.fault.Faults;
import dev.keyturn.devcluster.fault.WatchFault;
import dev.keyturn.devcluster.json.Json;
import dev.keyturn.devcluster.kind.KindCatalog;
import dev.keyturn.devcluster.kind.ResourceKind;
import dev.keyturn.devcluster.store.Change;
import dev.keyturn.devcluster.store.Changes;
import dev.keyturn.devcluster.store.ObjectStore;
import dev.keyturn.devcluster.store.Snapshot;
import dev.keyturn.devcluster.store.StoredObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Writes the events of one watch until its timeout. Used by one thread. */
final class WatchStream {
  private final WatchRequest request;
  private final Representation representation;
  private final ObjectStore store;
  private final KindCatalog catalog;
  private final Faults faults;
  private final LongSupplier nanoTime;
  private final Duration bookmarkInterval;
  private boolean headerSent;

  WatchStream(
      WatchRequest request,
      Representation representation,
      ObjectStore store,
      KindCatalog catalog,
      Faults faults,
      LongSupplier nanoTime,
      Duration bookmarkInterval) {
    this.request = request;
    this.representation = representation;
    this.store = store;
    this.catalog = catalog;
    this.faults = faults;
    this.nanoTime = nanoTime;
    this.bookmarkInterval = bookmarkInterval;
  }

  void run(OutputStream out) throws IOException, InterruptedException {
    ResourceKind kind = request.target().kind();
    Faults.WatchEnds endsAtStart = faults.watchEnds(kind.plural());
    long since = request.since() == 0 ? sendPresent(out) : request.since();
    out.flush();
    long deadline = nanoTime.getAsLong() + request.timeout().toNanos();
    long nextBookmark = nanoTime.getAsLong() + bookmarkInterval.toNanos();
    while (nanoTime.getAsLong() < deadline) {
      long wait = Math.min(deadline, nextBookmark) - nanoTime.getAsLong();
      Changes changes = store.await(kind.storage(), since, wait);
      faults.awaitWatched(kind.plural());
      Faults.WatchEnds ends = faults.watchEnds(kind.plural());
      if (ends.silences() > endsAtStart.silences()) {
        Thread.sleep(Duration.ofNanos(Math.max(0, deadline - nanoTime.getAsLong())));
        return;
      }
      if (ends.expirations() > endsAtStart.expirations()) {
        sendExpired(out, since, store.version());
        return;
      }
      if (ends.closings() > endsAtStart.closings() || !isServed(kind)) {
        return;
      }
      switch (changes) {
        case Changes.TooOld old -> {
          sendExpired(out, since, old.oldest());
          return;
        }
        case Changes.Complete complete -> {
          for (Change change : complete.changes()) {
            send(out, change);
          }
          since = Math.max(since, complete.version());
        }
      }
      if (nanoTime.getAsLong() >= nextBookmark) {
        nextBookmark += bookmarkInterval.toNanos();
        sendBookmark(out, since, false);
      }
      out.flush();
    }
  }

  private boolean isServed(ResourceKind kind) {
    return catalog.find(kind.group(), kind.version(), kind.plural()).isPresent();
  }

  private long sendPresent(OutputStream out) throws IOException {
    Snapshot snapshot = store.list(request.target().kind().storage(), request.target().namespace());
    for (StoredObject stored : snapshot.objects()) {
      if (matches(stored)) {
        write(out, "ADDED", request.target().kind().view(stored.object()));
      }
    }
    if (request.initialEvents()) {
      sendBookmark(out, snapshot.version(), true);
    }
    return snapshot.version();
  }

  private boolean matches(@Nullable StoredObject stored) {
    if (stored == null) {
      return false;
    }
    String namespace = request.target().namespace();
    if (!namespace.isEmpty() && !stored.key().namespace().equals(namespace)) {
      return false;
    }
    return request.options().labels().matches(stored.object())
        && (request.options().fields().requirements().isEmpty()
            || request.options().fields().matches(request.target().kind().view(stored.object())));
  }

  private void send(OutputStream out, Change change) throws IOException, InterruptedException {
    boolean before = matches(change.before());
    boolean after = matches(change.after());
    if (!before && !after) {
      return;
    }
    String type = !before ? "ADDED" : after ? "MODIFIED" : "DELETED";
    ObjectNode object = request.target().kind().view(shown(change, after));
    switch (faults.takeWatchFault(request.target().kind().plural())) {
      case WatchFault.None none -> write(out, type, object);
      case WatchFault.Dropped dropped -> {
        // The client never learns of it.
      }
      case WatchFault.Repeated repeated -> {
        for (int copy = 0; copy < repeated.copies(); copy++) {
          write(out, type, object);
        }
      }
      case WatchFault.Overtaking overtaking -> {
        write(out, type, object);
        StoredObject overtaken = change.before();
        if (overtaken != null) {
          write(out, "MODIFIED", request.target().kind().view(overtaken.object()));
        }
      }
      case WatchFault.Garbled garbled -> {
        String line = Json.text(object);
        out.write((line.substring(0, line.length() / 2) + "\n").getBytes(StandardCharsets.UTF_8));
      }
      case WatchFault.Delayed delayed -> {
        out.flush();
        Thread.sleep(delayed.delay());
        write(out, type, object);
      }
    }
  }

  /** An object that left the selection is shown as it was, with the version of the change. */
  private static ObjectNode shown(Change change, boolean after) {
    StoredObject before = change.before();
    if (after || change.after() == null || before == null) {
      return change.last();
    }
    ObjectNode left = Json.withOwnField(before.object(), "metadata");
    Json.child(left, "metadata").put("resourceVersion", Long.toString(change.version()));
    return left;
  }

  private void sendBookmark(OutputStream out, long version, boolean endOfInitialEvents)
      throws IOException {
    if (!request.bookmarks()) {
      return;
    }
    ResourceKind kind = request.target().kind();
    ObjectNode object = Json.object().put("kind", kind.kind()).put("apiVersion", kind.apiVersion());
    ObjectNode metadata = object.putObject("metadata");
    metadata.put("resourceVersion", Long.toString(version));
    if (endOfInitialEvents) {
      metadata.putObject("annotations").put("k8s.io/initial-events-end", "true");
    }
    write(out, "BOOKMARK", object);
  }

  private void sendExpired(OutputStream out, long asked, long oldest) throws IOException {
    ObjectNode status =
        ApiException.expired("too old resource version: %d (%d)".formatted(asked, oldest)).status();
    raw(out, "ERROR", status);
    out.flush();
  }

  private void write(OutputStream out, String type, ObjectNode object) throws IOException {
    raw(out, type, representation.one(object, !headerSent));
    headerSent = true;
  }

  private static void raw(OutputStream out, String type, ObjectNode object) throws IOException {
    String line = "{\"type\":\"" + type + "\",\"object\":" + Json.text(object) + "}\n";
    out.write(line.getBytes(StandardCharsets.UTF_8));
  }
}
