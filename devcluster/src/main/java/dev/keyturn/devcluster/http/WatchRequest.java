package dev.keyturn.devcluster.http;

import dev.keyturn.devcluster.failure.ApiException;
import dev.keyturn.devcluster.resource.ListOptions;
import dev.keyturn.devcluster.resource.ResourceReader;
import dev.keyturn.devcluster.resource.Target;
import java.time.Duration;

/**
 * What a client wants to watch.
 *
 * @param since events after this version; 0 for the present state first
 * @param bookmarks whether the client wants bookmark events
 * @param initialEvents the present state first, closed by a marked bookmark (a "watch list")
 */
record WatchRequest(
    Target target,
    ListOptions options,
    long since,
    boolean bookmarks,
    boolean initialEvents,
    Duration timeout) {
  /** The real server picks 30 to 60 minutes. */
  private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(40);

  static WatchRequest of(Target target, ListOptions options, ApiRequest request) {
    boolean initialEvents = request.flag("sendInitialEvents");
    if (initialEvents && !options.versionMatch().equals("NotOlderThan")) {
      throw ApiException.badRequest(
          "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
    }
    long seconds = request.number("timeoutSeconds");
    return new WatchRequest(
        target,
        options,
        initialEvents ? 0 : ResourceReader.parseVersion(options.resourceVersion()),
        request.flag("allowWatchBookmarks"),
        initialEvents,
        seconds > 0 ? Duration.ofSeconds(seconds) : DEFAULT_TIMEOUT);
  }
}
