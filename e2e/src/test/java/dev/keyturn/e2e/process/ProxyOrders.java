package dev.keyturn.e2e.process;

import dev.keyturn.e2e.process.FaultyProxy.Spoil;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What a proxy is to do with requests to come. Safe for use by several threads. */
final class ProxyOrders {
  private final List<Order> waiting = new CopyOnWriteArrayList<>();
  private final AtomicInteger underWay = new AtomicInteger();

  /** For one request that begins with this text, such as {@code POST /v1/secret/data/db}. */
  sealed interface Order {
    String request();
  }

  record SpoilOrder(String request, Spoil spoil) implements Order {}

  /**
   * The request never reaches the server.
   *
   * @param answer given in the server's place, whole
   */
  record RefuseOrder(String request, String answer) implements Order {}

  /** The request reaches the server late, whether or not anybody still waits for its answer. */
  record DelayOrder(String request) implements Order {}

  void add(Order order, int times) {
    for (int i = 0; i < times; i++) {
      waiting.add(order);
    }
  }

  void clear() {
    waiting.clear();
  }

  /** How many did not come yet or are not {@link #done}. */
  int left() {
    return waiting.size() + underWay.get();
  }

  /** The first order for a request; the caller says when it is done. */
  @Nullable Order take(String request) {
    for (Order order : waiting) {
      if (request.startsWith(order.request())) {
        underWay.incrementAndGet();
        if (waiting.remove(order)) {
          return order;
        }
        underWay.decrementAndGet();
      }
    }
    return null;
  }

  void done() {
    underWay.decrementAndGet();
  }
}
