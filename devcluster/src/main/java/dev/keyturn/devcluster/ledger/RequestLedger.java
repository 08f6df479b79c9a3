package dev.keyturn.devcluster.ledger;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/** The requests since the start or the last clearing, oldest first. Thread-safe. */
public final class RequestLedger {
  private static final int LIMIT = 200_000;

  private final Deque<RecordedRequest> requests = new ArrayDeque<>();

  public synchronized void record(RecordedRequest request) {
    if (requests.size() == LIMIT) {
      requests.removeFirst();
    }
    requests.addLast(request);
  }

  public synchronized List<RecordedRequest> all() {
    return List.copyOf(requests);
  }

  public synchronized List<RecordedRequest> matching(Predicate<RecordedRequest> condition) {
    return requests.stream().filter(condition).toList();
  }

  public synchronized long count(String verb, String resource) {
    return requests.stream()
        .filter(request -> request.verb().equals(verb) && request.resource().equals(resource))
        .count();
  }

  public synchronized void clear() {
    requests.clear();
  }
}
