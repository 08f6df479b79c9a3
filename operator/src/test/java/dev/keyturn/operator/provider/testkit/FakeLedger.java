package dev.keyturn.operator.provider.testkit;

import dev.keyturn.operator.provider.testkit.FakeBackend.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a {@link FakeBackend} was asked, in order, refused calls included; never a value. */
public final class FakeLedger {
  private final List<Entry> entries = new ArrayList<>();

  /**
   * One call.
   *
   * @param key empty for all but reads; of several, all with a space between them
   * @param identity the credential of the client
   */
  public record Entry(Operation operation, String key, String identity) {}

  synchronized void add(Operation operation, String key, String identity) {
    entries.add(new Entry(operation, key, identity));
  }

  public synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  public int reads() {
    return count(Operation.READ);
  }

  /** Keys of each request that asked for several, in order. */
  public List<List<String>> batches() {
    return entries().stream()
        .filter(entry -> entry.operation() == Operation.BATCH)
        .map(entry -> List.of(entry.key().split(" ")))
        .toList();
  }

  public int checks() {
    return count(Operation.CHECK);
  }

  public int looks() {
    return count(Operation.LOOK);
  }

  public int writes() {
    return count(Operation.WRITE);
  }

  public int reads(String key) {
    return (int) reading().filter(entry -> entry.key().equals(key)).count();
  }

  public int lists() {
    return count(Operation.LIST);
  }

  public int logins() {
    return count(Operation.LOGIN);
  }

  public int renewals() {
    return count(Operation.RENEW);
  }

  public int revocations() {
    return count(Operation.REVOKE);
  }

  public int probes() {
    return count(Operation.PROBE);
  }

  /** How often this was asked. */
  public int asked(Operation operation) {
    return count(operation);
  }

  /** Forgets what was asked so far. */
  public synchronized void clear() {
    entries.clear();
  }

  private Stream<Entry> reading() {
    return entries().stream().filter(entry -> entry.operation() == Operation.READ);
  }

  private int count(Operation operation) {
    return (int) entries().stream().filter(entry -> entry.operation() == operation).count();
  }
}
