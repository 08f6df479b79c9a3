package dev.keyturn.operator.provider.testkit;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.TokenRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A backend under the contract, and what a test does to it behind the provider's back. Methods that
 * belong to a {@link Trait} are called only where the backend does not lack it.
 */
public interface ContractBackend extends AutoCloseable {
  /** Methods of HTTP that change nothing. */
  Set<String> READS = Set.of("GET", "HEAD", "LIST");

  /** A client with the right credential; the test closes it. */
  ProviderClient open();

  /** {@link Trait#WIRE}: as {@link #open}, with {@code detour} around what speaks HTTP. */
  default ProviderClient openBehind(Detour detour) {
    throw lacking(Trait.WIRE);
  }

  /** The traits that the backend lacks, each with the reason that the report shows. */
  Map<Trait, String> lacks();

  /** Facets that its clients have all the same, and that another fixture of the backend shows. */
  default Set<Trait> shownElsewhere() {
    return Set.of();
  }

  /** The configurations that the provider must refuse; empty where it has none to refuse. */
  List<RefusedConfig> refusedConfigs();

  /** True where clients offer rotations, be there a server that makes them or not. */
  default boolean offersRotation() {
    return false;
  }

  /** {@link Trait#ROTATE}: empty where nothing here makes a rotation. */
  default Optional<RotatingBackend> rotation() {
    return Optional.empty();
  }

  /** {@link Trait#WIRE}: one of each kind of thing that clients have rotated, by its kind. */
  default Map<String, RemoteRef> rotated() {
    return Map.of();
  }

  /** {@link Trait#WIRE}: a request for each way in which clients make tokens, by its name. */
  default Map<String, TokenRequest> tokenRequests() {
    return Map.of();
  }

  /** The secret part of what {@link #open()} logs in with, where a test knows it. */
  default List<String> credentials() {
    return List.of();
  }

  /** {@link Trait#WIRE}: an id that a version could have. */
  default String version() {
    return unknownVersion();
  }

  /**
   * {@link Trait#WIRE}: the questions of {@link WireQuestions}, by name, for which clients make no
   * request to the backend, each with the reason that the report shows.
   */
  default Map<String, String> unasked() {
    return Map.of();
  }

  /**
   * {@link Trait#WIRE}: the questions of {@link WireQuestions}, by name, that this status answers,
   * whatever stands beside it.
   */
  default Set<String> answeredBy(int status) {
    return Set.of();
  }

  /** {@link Trait#LEASE}: empty where nothing here makes credentials. */
  default Optional<LeasingBackend> leases() {
    return Optional.empty();
  }

  /** Whether a request that a client sends could change something at the backend. */
  default boolean changes(BackendHttp.Request request) {
    return !READS.contains(request.method());
  }

  /** Greatest number of names that a page of the backend's list holds. */
  default int namesPerPage() {
    return 1_000;
  }

  /** Number of calls after which a client must hold no more than before. */
  default int callsOfALongRun() {
    return 10_000;
  }

  /** A name that the backend's alphabet refuses. */
  default String illegalKey() {
    return "a\u0001b";
  }

  /** What the accounts of {@link #open()} are; empty where no test knows them. */
  default Optional<Set<String>> accounts() {
    return Optional.empty();
  }

  /** {@link Trait#VERSION_STATES}: an id that a version could have, and that none has. */
  default String unknownVersion() {
    return "99";
  }

  /** How the backend spells the key that the test calls {@code name}. */
  default String key(String name) {
    return name;
  }

  /** Number of characters of the largest value that the backend must keep. */
  default int largestValue() {
    return 512 * 1024;
  }

  /** {@link Trait#WRITE_LIMIT}: number of bytes of the largest value that is written. */
  default int writeLimit() {
    return largestValue() + "{\"v\":\"\"}".length();
  }

  /** Stores a JSON object as the newest version of the key. */
  void putObject(String key, String json);

  /** Forgets the key with all its versions, as though it had never been written. */
  void remove(String key);

  /** {@link Trait#TEXT}. */
  default void putText(String key, String text) {
    throw lacking(Trait.TEXT);
  }

  /** {@link Trait#BYTES}. */
  default void putBytes(String key, byte[] bytes) {
    throw lacking(Trait.BYTES);
  }

  /** {@link Trait#RAW_JSON}: the text stands where a JSON object is expected. */
  default void putRaw(String key, String text) {
    throw lacking(Trait.RAW_JSON);
  }

  /** {@link Trait#TAGS}: for the newest version. Also where lists compare tags. */
  default void tag(String key, Map<String, String> tags) {
    throw lacking(Trait.TAGS);
  }

  /** {@link Trait#SOFT_DELETE}: the newest version. */
  default void softDelete(String key) {
    throw lacking(Trait.SOFT_DELETE);
  }

  /** {@link Trait#DESTROY}: the newest version. */
  default void destroy(String key) {
    throw lacking(Trait.DESTROY);
  }

  /** {@link Trait#DISABLE}: the newest version. */
  default void disable(String key) {
    throw lacking(Trait.DISABLE);
  }

  /** {@link Trait#CONTAINER}: takes away what holds the keys. */
  default void loseContainer() {
    throw lacking(Trait.CONTAINER);
  }

  /** {@link Trait#LOGIN}: a client whose credential the backend refuses. */
  default ProviderClient openWithWrongCredential() {
    throw lacking(Trait.LOGIN);
  }

  /** {@link Trait#REVOCATION}: every session made so far ends. */
  default void expireSessions() {
    throw lacking(Trait.REVOCATION);
  }

  /** {@link Trait#RIGHTS}: the identity of {@link #open()} may no longer read the key. */
  default void deny(String key) {
    throw lacking(Trait.RIGHTS);
  }

  @Override
  void close();

  private static IllegalStateException lacking(Trait trait) {
    return new IllegalStateException("the backend offers " + trait + " but not its method");
  }

  /**
   * A configuration with one mistake.
   *
   * @param name what is wrong, for the report
   * @param problems what {@code check} says about it
   */
  record RefusedConfig(
      String name, List<ConfigProblem> problems, String field, FailureDetail detail) {}
}
