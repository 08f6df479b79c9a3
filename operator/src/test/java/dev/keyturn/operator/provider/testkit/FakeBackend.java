package dev.keyturn.operator.provider.testkit;

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteValue.Shape;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A backend in memory with numbered versions, logins, faults and a ledger: the reference of the
 * contract, and what tests of the engine read from. Thread-safe. Nothing in it happens by chance: a
 * fault comes as often as it was ordered, a held read waits until it is released.
 */
public final class FakeBackend {
  private static final String CREDENTIAL = "good";

  final FakeStorage storage;
  final FakeSessions sessions;
  final FakeLeases leases = new FakeLeases();
  final FakeRotations rotations;
  final FakeTokens tokens = new FakeTokens();
  final FakeFaults faults = new FakeFaults();
  final FakeLedger ledger = new FakeLedger();
  final AtomicInteger openClients = new AtomicInteger();
  final AtomicInteger lostReplies = new AtomicInteger();
  final AtomicInteger laggingLooks = new AtomicInteger();
  private final AtomicReference<Optional<Set<String>>> listed =
      new AtomicReference<>(Optional.empty());
  private volatile int greatestBatch;
  private volatile int leastBatch;
  private volatile boolean tellsPlaces = true;
  private volatile boolean refusesForOne;
  private volatile Optional<Duration> spacing = Optional.empty();
  private final Set<String> credentials = ConcurrentHashMap.newKeySet();

  public FakeBackend() {
    this(InstantSource.system());
  }

  /** The clock says when versions were made and when sessions end. */
  public FakeBackend(InstantSource clock) {
    storage = new FakeStorage(clock);
    rotations = new FakeRotations(storage);
    sessions = new FakeSessions(clock);
    credentials.add(CREDENTIAL);
  }

  /** A client with the credential that works from the start. */
  public ProviderClient client() {
    return client(CREDENTIAL);
  }

  /** A client with this credential, which is also its identity in the ledger. */
  public ProviderClient client(String credential) {
    openClients.incrementAndGet();
    return new FakeBackendClient(this, credential);
  }

  /**
   * Clients that are opened from now on read several secrets of one first segment at once.
   *
   * @param greatest number of keys of one request
   * @param least number of keys from which on a request is worth it
   */
  public void batches(int greatest, int least) {
    greatestBatch = greatest;
    leastBatch = least;
  }

  /** A denied secret has a request for many refused, as with parameters of AWS. */
  public void refuseForOne() {
    refusesForOne = true;
  }

  boolean refusesForOne() {
    return refusesForOne;
  }

  /** Writers that are asked for from now on say that versions have to be so far apart. */
  public void spaceVersions(Duration apart) {
    spacing = Optional.of(apart);
  }

  Optional<Duration> spacing() {
    return spacing;
  }

  int greatestBatch() {
    return greatestBatch;
  }

  int leastBatch() {
    return leastBatch;
  }

  /** Makes a credential good. */
  public void accept(String credential) {
    credentials.add(credential);
  }

  /** Makes a credential bad; its sessions go on. */
  public void reject(String credential) {
    credentials.remove(credential);
  }

  boolean accepts(String credential) {
    return credentials.contains(credential);
  }

  /** Stores text, a JSON object where it starts with a brace; gives the new version's number. */
  public int put(String key, String text) {
    Shape shape = text.startsWith("{") ? Shape.JSON_OBJECT : Shape.TEXT;
    return put(key, text.getBytes(StandardCharsets.UTF_8), shape);
  }

  /** Stores a copy of the bytes; gives the new version's number. */
  public int put(String key, byte[] bytes, Shape shape) {
    return storage.put(key, bytes, shape);
  }

  /** Metadata that every read of the key hands over. */
  public void tag(String key, Map<String, String> tags) {
    storage.tag(key, tags);
  }

  /** Deletes the newest version so that {@link #undelete} brings it back. */
  public void softDelete(String key) {
    storage.mark(key, FakeStorage.State.SOFT_DELETED);
  }

  /** Brings the newest version back. */
  public void undelete(String key) {
    storage.mark(key, FakeStorage.State.CURRENT);
  }

  /** Destroys the newest version; its number stays. */
  public void destroy(String key) {
    storage.mark(key, FakeStorage.State.DESTROYED);
  }

  /** Switches the newest version off. */
  public void disable(String key) {
    storage.mark(key, FakeStorage.State.DISABLED);
  }

  /** Forgets the key; a new value starts at version 1 again. */
  public void purge(String key) {
    storage.purge(key);
  }

  /** The next {@code times} reads of any key fail like this. */
  public void fail(FailureClass kind, FailureDetail detail, int times) {
    fail(Operation.READ, Failure.of(kind, detail), times);
  }

  /** The next {@code times} operations of this sort fail like this. */
  public void fail(Operation operation, Failure failure, int times) {
    faults.order(operation, Optional.empty(), failure, times);
  }

  /** The next write takes place and its reply is lost. */
  public void loseReply() {
    lostReplies.incrementAndGet();
  }

  /** As many looks at what was written are answered by a node that has seen none of it. */
  public void lagBehind(int looks) {
    laggingLooks.set(looks);
  }

  /** From now on lists show what there is at this moment, whatever is written or removed later. */
  public void lagLists() {
    listed.set(Optional.of(storage.keys()));
  }

  Set<String> listed() {
    return listed.get().orElseGet(storage::keys);
  }

  /** False: only the versions say that two stores lead to one secret. */
  public void tellPlaces(boolean told) {
    tellsPlaces = told;
  }

  boolean tellsPlaces() {
    return tellsPlaces;
  }

  /** Metadata of the key. */
  public Map<String, String> tags(String key) {
    return storage.tags(key);
  }

  /** Text of the newest version; empty where there is none or it is deleted. */
  public Optional<String> text(String key) {
    return storage.text(key);
  }

  /** Number of versions that were ever written. */
  public int versions(String key) {
    return storage.versions(key);
  }

  /** The next {@code times} reads of this key fail like this. */
  public void failRead(String key, Failure failure, int times) {
    faults.order(Operation.READ, Optional.of(key), failure, times);
  }

  /** The next lists of one folder fail. */
  public void failList(String folder, Failure failure, int times) {
    faults.order(Operation.LIST, Optional.of(folder), failure, times);
  }

  /** Forgets the faults that have not come yet. */
  public void heal() {
    faults.clear();
  }

  /** Refuses every read of the key with AccessDenied until {@link #allow}. */
  public void deny(String key) {
    faults.deny(key);
  }

  /** The key may be read by itself, but not in a request for many. */
  public void denyTogether(String key) {
    faults.denyTogether(key);
  }

  public void allow(String key) {
    faults.allow(key);
  }

  /** True: the probe says so, and logins and reads fail with Sealed. */
  public void seal(boolean sealed) {
    faults.seal(sealed);
  }

  /** True: reads fail with NotFound/CONTAINER_MISSING. */
  public void loseContainer(boolean lost) {
    faults.loseContainer(lost);
  }

  /** Every call takes this long, or until its deadline, which then is a Timeout. */
  public void delay(Duration delay) {
    faults.delay(delay);
  }

  /**
   * Reads and lists that start from now on wait until the gate is released or their deadline
   * passes.
   */
  public FakeGate gate() {
    return faults.gate();
  }

  /** Lifetime of sessions made from now on. Default: one hour, renewable. */
  public void sessions(Duration lifetime, boolean renewable) {
    sessions.lifetime(lifetime, renewable);
  }

  /** Ends every session. */
  public void expireTokens() {
    sessions.expireAll();
  }

  /** The tokens that it makes. */
  public FakeTokens tokens() {
    return tokens;
  }

  /** The leases that it made. */
  public FakeLeases leases() {
    return leases;
  }

  /** The rotations that it makes. */
  public FakeRotations rotations() {
    return rotations;
  }

  /** What the backend was asked. */
  public FakeLedger ledger() {
    return ledger;
  }

  /** Clients that were opened and not closed. */
  public int openClients() {
    return openClients.get();
  }

  /** Sessions that were neither revoked nor ended by {@link #expireTokens()}. */
  public int openSessions() {
    return sessions.open();
  }

  /** What a client asks a backend for. */
  public enum Operation {
    LOGIN,
    RENEW,
    REVOKE,
    PROBE,
    READ,
    BATCH,
    CHECK,
    LIST,
    ISSUE,
    RENEW_LEASE,
    LOOKUP_LEASE,
    REVOKE_LEASE,
    LOOK,
    WRITE,
    ROTATE
  }
}
