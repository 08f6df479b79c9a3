package dev.keyturn.operator.provider.testkit;

import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.testkit.FakeBackend.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The faults that a test ordered from a {@link FakeBackend}. */
final class FakeFaults {
  private final List<Order> orders = new ArrayList<>();
  private final Set<String> denied = new HashSet<>();
  private final Set<String> deniedTogether = new HashSet<>();
  private boolean sealed;
  private boolean containerLost;
  private Duration delay = Duration.ZERO;
  private FakeGate gate = released();

  private static final class Order {
    final Operation operation;
    final Optional<String> key;
    final Failure failure;
    int left;

    Order(Operation operation, Optional<String> key, Failure failure, int left) {
      this.operation = operation;
      this.key = key;
      this.failure = failure;
      this.left = left;
    }

    boolean covers(Operation asked, String askedKey) {
      return left > 0 && operation == asked && key.map(askedKey::equals).orElse(true);
    }
  }

  synchronized void order(Operation operation, Optional<String> key, Failure failure, int times) {
    orders.add(new Order(operation, key, failure, times));
  }

  synchronized void clear() {
    orders.clear();
  }

  synchronized boolean denies(String key) {
    return denied.contains(key);
  }

  /** Whether a request for many is refused for this one. */
  synchronized boolean deniesTogether(String key) {
    return denied.contains(key) || deniedTogether.contains(key);
  }

  synchronized void denyTogether(String key) {
    deniedTogether.add(key);
  }

  synchronized void deny(String key) {
    denied.add(key);
  }

  synchronized void allow(String key) {
    denied.remove(key);
    deniedTogether.remove(key);
  }

  synchronized void seal(boolean next) {
    sealed = next;
  }

  synchronized boolean sealed() {
    return sealed;
  }

  synchronized void loseContainer(boolean lost) {
    containerLost = lost;
  }

  synchronized void delay(Duration next) {
    delay = next;
  }

  synchronized FakeGate gate() {
    gate = new FakeGate();
    return gate;
  }

  /** Takes the time that the operation was ordered to take; false where its deadline passed. */
  boolean spend(Operation operation, Deadline deadline) {
    FakeGate closed;
    Duration wait;
    synchronized (this) {
      closed = operation == Operation.READ || operation == Operation.LIST ? gate : released();
      wait = delay;
    }
    if (!closed.pass(deadline)) {
      return false;
    }
    if (wait.isPositive()) {
      new FakeGate().pass(deadline.atMost(wait));
    }
    return !deadline.passed();
  }

  /** What the operation fails with, if anything; uses up one ordered fault. */
  synchronized Optional<Failure> next(Operation operation, String key) {
    for (Order order : orders) {
      if (order.covers(operation, key)) {
        order.left--;
        return Optional.of(order.failure);
      }
    }
    return sealed && operation != Operation.PROBE
        ? Optional.of(Failure.of(FailureClass.Sealed))
        : Optional.empty();
  }

  /** Why a good session may not have the key, if so. */
  synchronized Optional<Failure> closed(String key) {
    if (denied.contains(key)) {
      return Optional.of(Failure.of(FailureClass.AccessDenied));
    }
    return containerLost
        ? Optional.of(Failure.of(FailureClass.NotFound, FailureDetail.CONTAINER_MISSING))
        : Optional.empty();
  }

  private static FakeGate released() {
    FakeGate open = new FakeGate();
    open.release();
    return open;
  }
}
