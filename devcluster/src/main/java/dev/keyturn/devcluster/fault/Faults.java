package dev.keyturn.devcluster.fault;

import dev.keyturn.devcluster.ledger.RecordedRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Failures on order. Each order is used up by the requests or events it meets; orders of the same
 * kind are used first to last. Thread-safe.
 */
public final class Faults {
  private static final String ANY = "*";

  private final Runnable forgetHistory;
  private final Runnable wakeWatches;
  private final LongSupplier version;
  private final List<Order<RequestMatch, RequestFault>> requestOrders = new ArrayList<>();
  private final List<Order<String, WatchFault>> watchOrders = new ArrayList<>();
  private final Map<String, Integer> closings = new HashMap<>();
  private final Map<String, Integer> expirations = new HashMap<>();
  private final Map<String, Integer> silences = new HashMap<>();
  private final Map<String, Integer> expiredPages = new HashMap<>();
  private final Map<String, Long> frozen = new HashMap<>();
  private boolean paused;
  private @Nullable Cut cut;

  /**
   * @param version the newest that any object has
   */
  public Faults(Runnable forgetHistory, Runnable wakeWatches, LongSupplier version) {
    this.forgetHistory = forgetHistory;
    this.wakeWatches = wakeWatches;
    this.version = version;
  }

  private static final class Order<M, F> {
    private final M match;
    private final F fault;
    private int left;

    Order(M match, F fault, int left) {
      this.match = match;
      this.fault = fault;
      this.left = left;
    }
  }

  /** The next matching requests are answered with an HTTP status. */
  public void failNext(int times, RequestMatch match, int status) {
    failNext(times, match, status, Duration.ZERO);
  }

  /**
   * @param retryAfter value of the Retry-After header, in whole seconds
   */
  public void failNext(int times, RequestMatch match, int status, Duration retryAfter) {
    order(times, match, new RequestFault.Refused(status, retryAfter));
  }

  /** The next matching requests are carried out after a delay. */
  public void delayNext(int times, RequestMatch match, Duration delay) {
    order(times, match, new RequestFault.Delayed(delay));
  }

  /** The next matching requests are carried out, but get no answer. */
  public void loseReplies(int times, RequestMatch match) {
    order(times, match, new RequestFault.ReplyLost());
  }

  /** The next matching requests are carried out twice, and the second time is answered. */
  public void repeatNext(int times, RequestMatch match) {
    order(times, match, new RequestFault.Repeated());
  }

  /** The next matching requests are carried out, and half of each answer is sent. */
  public void garbleNext(int times, RequestMatch match) {
    order(times, match, new RequestFault.Garbled());
  }

  /**
   * Cuts a client off as its death would: of its coming writes that many are carried out, the last
   * of them unanswered, and nothing that it sends after that, until {@link #clear}.
   */
  public synchronized void cutOffAfter(int writes, String userAgent) {
    cut = new Cut(userAgent, writes);
  }

  /** True once the last write before the cut was carried out. */
  public synchronized boolean isCutOff() {
    return cut != null && cut.writesLeft == 0;
  }

  private static final class Cut {
    private static final Set<String> READS = Set.of("get", "list", "watch");

    private final String userAgent;
    private int writesLeft;

    Cut(String userAgent, int writesLeft) {
      this.userAgent = userAgent;
      this.writesLeft = writesLeft;
    }

    Optional<RequestFault> of(RecordedRequest request) {
      if (!request.userAgent().startsWith(userAgent)) {
        return Optional.empty();
      }
      if (writesLeft == 0) {
        return Optional.of(new RequestFault.Unanswered());
      }
      if (READS.contains(request.verb())) {
        return Optional.empty();
      }
      writesLeft--;
      return writesLeft == 0 ? Optional.of(new RequestFault.ReplyLost()) : Optional.empty();
    }
  }

  private synchronized void order(int times, RequestMatch match, RequestFault fault) {
    requestOrders.add(new Order<>(match, fault, times));
  }

  /** The next events of a resource ({@code *} for any) are not sent, each to one watch. */
  public void dropWatchEvents(int times, String resource) {
    orderWatch(times, resource, new WatchFault.Dropped());
  }

  public void duplicateWatchEvents(int times, String resource) {
    repeatWatchEvents(times, resource, 2);
  }

  /** The next events of a resource ({@code *} for any) are sent that often, each to one watch. */
  public void repeatWatchEvents(int times, String resource, int copies) {
    orderWatch(times, resource, new WatchFault.Repeated(copies));
  }

  /** The next events of a resource overtake those before: these come once more, behind them. */
  public void overtakeWatchEvents(int times, String resource) {
    orderWatch(times, resource, new WatchFault.Overtaking());
  }

  public void delayWatchEvents(int times, String resource, Duration delay) {
    orderWatch(times, resource, new WatchFault.Delayed(delay));
  }

  /** Of the next events of a resource ({@code *} for any) half is sent, each to one watch. */
  public void garbleWatchEvents(int times, String resource) {
    orderWatch(times, resource, new WatchFault.Garbled());
  }

  private synchronized void orderWatch(int times, String resource, WatchFault fault) {
    watchOrders.add(new Order<>(resource, fault, times));
  }

  /** Ends the open watches of a resource ({@code *} for any) as a timeout would. */
  public void closeWatches(String resource) {
    synchronized (this) {
      closings.merge(resource, 1, Integer::sum);
    }
    wakeWatches.run();
  }

  /** Ends the open watches of a resource ({@code *} for any) with an event 410 Expired. */
  public void expireWatches(String resource) {
    synchronized (this) {
      expirations.merge(resource, 1, Integer::sum);
    }
    wakeWatches.run();
  }

  /** The open watches of a resource ({@code *} for any) stay open and say nothing any more. */
  public void silenceWatches(String resource) {
    synchronized (this) {
      silences.merge(resource, 1, Integer::sum);
    }
    wakeWatches.run();
  }

  /** The next lists of a resource that go on behind a first page get 410. */
  public synchronized void expirePages(int times, String resource) {
    expiredPages.merge(resource, times, Integer::sum);
  }

  /** The newest version that any object has now, for {@link #freeze}. */
  public long now() {
    return version.getAsLong();
  }

  /**
   * From now on lists of a resource show what there was at that version, and its watches nothing,
   * as by a server whose cache has stopped; single objects are read as they are. Until {@link
   * #thaw}.
   */
  public synchronized void freeze(String resource, long at) {
    frozen.put(resource, at);
  }

  /** Lists and watches of every resource show everything again. */
  public synchronized void thaw() {
    frozen.clear();
    notifyAll();
  }

  /** Forgets the history: lists and watches that start from an older version get 410. */
  public void expireHistory() {
    forgetHistory.run();
  }

  /** Holds every request and every watch event until {@link #resume}. */
  public synchronized void pause() {
    paused = true;
  }

  public synchronized void resume() {
    paused = false;
    notifyAll();
  }

  /** Withdraws every order and resumes. */
  public synchronized void clear() {
    requestOrders.clear();
    watchOrders.clear();
    expiredPages.clear();
    cut = null;
    thaw();
    resume();
  }

  /** Used by the server: waits while watches of the resource are held. */
  public synchronized void awaitWatched(String resource) throws InterruptedException {
    while (paused || frozen.containsKey(resource)) {
      wait();
    }
  }

  /** Used by the server: the version as of which the resource is listed, where it is an old one. */
  public synchronized Optional<Long> listedAt(String resource) {
    return Optional.ofNullable(frozen.get(resource));
  }

  /** Used by the server: true where this further page of a list is to be expired. */
  public synchronized boolean takeExpiredPage(String resource) {
    int left = expiredPages.getOrDefault(resource, 0);
    if (left == 0) {
      return false;
    }
    expiredPages.put(resource, left - 1);
    return true;
  }

  /** Used by the server: waits while the server is paused. */
  public synchronized void awaitResumed() throws InterruptedException {
    while (paused) {
      wait();
    }
  }

  /** Used by the server: the faults of this request, in the order they were asked for. */
  public synchronized List<RequestFault> take(RecordedRequest request) {
    List<RequestFault> taken = new ArrayList<>();
    if (cut != null) {
      cut.of(request).ifPresent(taken::add);
    }
    Iterator<Order<RequestMatch, RequestFault>> orders = requestOrders.iterator();
    while (orders.hasNext()) {
      Order<RequestMatch, RequestFault> order = orders.next();
      if (order.match.matches(request)) {
        taken.add(order.fault);
        order.left--;
        if (order.left == 0) {
          orders.remove();
        }
      }
    }
    return taken;
  }

  /** Used by the server: the fault of the next watch event. */
  public synchronized WatchFault takeWatchFault(String resource) {
    for (Order<String, WatchFault> order : watchOrders) {
      if (order.match.equals(ANY) || order.match.equals(resource)) {
        order.left--;
        if (order.left == 0) {
          watchOrders.remove(order);
        }
        return order.fault;
      }
    }
    return new WatchFault.None();
  }

  /** How often watches of a resource were told to end, to expire and to fall silent. */
  public record WatchEnds(int closings, int expirations, int silences) {}

  /** Used by the server: a watch compares this with what it was at its start. */
  public synchronized WatchEnds watchEnds(String resource) {
    return new WatchEnds(
        count(closings, resource), count(expirations, resource), count(silences, resource));
  }

  private static int count(Map<String, Integer> counts, String resource) {
    return counts.getOrDefault(ANY, 0) + counts.getOrDefault(resource, 0);
  }
}
