package dev.keyturn.devcluster.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.devcluster.failure.ApiException;
import dev.keyturn.devcluster.failure.Cause;
import dev.keyturn.devcluster.store.ObjectKey;
import dev.keyturn.devcluster.store.ObjectStore;
import dev.keyturn.devcluster.store.Snapshot;
import dev.keyturn.devcluster.store.StoredObject;
import java.util.ArrayList;
import java.util.List;

/** Gets and lists objects. Thread-safe. */
public final class ResourceReader {
  private final ObjectStore store;

  public ResourceReader(ObjectStore store) {
    this.store = store;
  }

  /**
   * @param resourceVersion the oldest version that will do; empty for the newest
   * @throws ApiException 404 when the object is absent
   */
  public ObjectNode get(Target target, String resourceVersion) {
    requireReached(parseVersion(resourceVersion));
    return store
        .get(target.key())
        .map(stored -> target.kind().view(stored.object()))
        .orElseThrow(() -> ApiException.notFound(target.subject()));
  }

  /**
   * @throws ApiException 410 when an older version is asked for than the history reaches
   */
  public ListPage list(Target target, ListOptions options) {
    Snapshot snapshot = snapshot(target, options);
    ContinueToken start =
        options.continueToken().isEmpty() ? null : ContinueToken.decode(options.continueToken());
    List<StoredObject> matching = new ArrayList<>();
    for (StoredObject stored : snapshot.objects()) {
      boolean reached = start == null || isAtOrAfter(stored.key(), start);
      if (reached && matches(target, options, stored)) {
        matching.add(stored);
      }
    }
    boolean more = options.limit() > 0 && matching.size() > options.limit();
    List<StoredObject> page = more ? matching.subList(0, (int) options.limit()) : matching;
    List<ObjectNode> items =
        page.stream().map(stored -> target.kind().view(stored.object())).toList();
    if (!more) {
      return new ListPage(items, snapshot.version(), "", 0);
    }
    ObjectKey next = matching.get((int) options.limit()).key();
    String token = new ContinueToken(snapshot.version(), next.namespace(), next.name()).encode();
    boolean selective =
        !options.labels().requirements().isEmpty() || !options.fields().requirements().isEmpty();
    return new ListPage(
        items, snapshot.version(), token, selective ? 0 : matching.size() - options.limit());
  }

  private static boolean matches(Target target, ListOptions options, StoredObject stored) {
    return options.labels().matches(stored.object())
        && (options.fields().requirements().isEmpty()
            || options.fields().matches(target.kind().view(stored.object())));
  }

  private static boolean isAtOrAfter(ObjectKey key, ContinueToken start) {
    int order = key.namespace().compareTo(start.namespace());
    return order > 0 || (order == 0 && key.name().compareTo(start.name()) >= 0);
  }

  private Snapshot snapshot(Target target, ListOptions options) {
    long asked = parseVersion(options.resourceVersion());
    boolean exact = options.versionMatch().equals("Exact");
    if (!options.continueToken().isEmpty()) {
      if (asked > 0) {
        throw ApiException.badRequest(
            "specifying resource version is not allowed when using continue");
      }
      return past(
          target,
          ContinueToken.decode(options.continueToken()).version(),
          "The provided continue parameter is too old to display a consistent list result. You"
              + " can start a new list without the continue parameter.");
    }
    requireReached(asked);
    if (exact) {
      if (asked == 0) {
        throw matchForbidden(
            "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"");
      }
      return past(target, asked, "The resourceVersion for the provided list is too old.");
    }
    if (!options.versionMatch().isEmpty() && options.resourceVersion().isEmpty()) {
      throw matchForbidden("resourceVersionMatch is forbidden unless resourceVersion is provided");
    }
    return store.list(target.kind().storage(), target.namespace());
  }

  private static ApiException matchForbidden(String message) {
    return ApiException.invalid(
        "meta.k8s.io",
        "ListOptions",
        "",
        List.of(Cause.forbidden("resourceVersionMatch", message)));
  }

  private Snapshot past(Target target, long version, String refusal) {
    Snapshot snapshot = store.listAt(target.kind().storage(), target.namespace(), version);
    if (snapshot == null) {
      throw ApiException.expired(refusal);
    }
    return snapshot;
  }

  private void requireReached(long version) {
    long current = store.version();
    if (version > current) {
      throw ApiException.versionTooLarge(version, current);
    }
  }

  /**
   * @return 0 for an empty text
   * @throws ApiException 400 when the text is no number
   */
  public static long parseVersion(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    try {
      return Long.parseUnsignedLong(text);
    } catch (NumberFormatException e) {
      throw ApiException.badRequest(
          "invalid resource version: resourceVersion: Invalid value: \"%s\": strconv.ParseUint: parsing \"%s\": invalid syntax"
              .formatted(text, text));
    }
  }
}
