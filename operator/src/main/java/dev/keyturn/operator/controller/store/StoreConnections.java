package dev.keyturn.operator.controller.store;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.SecretStoreSpec;
import dev.keyturn.crds.v1alpha1.SecretStoreStatus;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.engine.tenancy.NamespaceIdentity;
import dev.keyturn.operator.engine.tenancy.OwnStoreDecision;
import dev.keyturn.operator.engine.tenancy.StoreBounds;
import dev.keyturn.operator.kube.credential.AuthSecretReader;
import dev.keyturn.operator.kube.credential.ReferencedObjects;
import dev.keyturn.operator.kube.credential.ServiceAccountTokens;
import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.source.Connection;
import dev.keyturn.operator.source.ConnectionKey;
import dev.keyturn.operator.source.ConnectionPool;
import dev.keyturn.operator.source.guard.StoreGuard;
import dev.keyturn.operator.source.http.BackendNetwork;
import dev.keyturn.operator.source.http.EndpointPolicy;
import dev.keyturn.operator.source.http.JdkBackendHttp;
import dev.keyturn.operator.source.http.TlsTrust;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** Opens the connections of stores: reads their credentials and keys the pool by their versions. */
public final class StoreConnections {
  private final StoreConfigReader configs;
  private final AuthSecretReader credentials;
  private final ReferencedObjects<StoreKey> references;
  private final ServiceAccountTokens accounts;
  private final BackendNetwork network;
  private final OwnStoreScopes scopes;
  private final ConnectionPool pool;
  private final Map<Use, ConnectionKey> inUse = new ConcurrentHashMap<>();

  /** Of credentials of any store. */
  private final AtomicLong changes = new AtomicLong();

  public StoreConnections(
      ProviderConfigs providers,
      AuthSecretReader credentials,
      ReferencedObjects<StoreKey> references,
      ServiceAccountTokens accounts,
      BackendNetwork network,
      OwnStoreScopes scopes,
      ConnectionPool pool) {
    this.configs = new StoreConfigReader(providers);
    this.credentials = credentials;
    this.references = references;
    this.accounts = accounts;
    this.network = network;
    this.scopes = scopes;
    this.pool = pool;
    references.addListener((reference, stores) -> {
      // First of all: whoever notes a key after this sees that it may be out of date.
      changes.incrementAndGet();
      inUse.keySet().removeIf(use -> stores.contains(use.store()));
    });
  }

  /**
   * The connection of a store for one tenant.
   *
   * @param tenant the namespace of the sync; empty when the store itself asks
   */
  public Opening open(
      CustomResource<SecretStoreSpec, SecretStoreStatus> store,
      Optional<NamespaceIdentity> tenant) {
    StoreKey key = StoreKey.of(store);
    String identity = tenant.map(NamespaceIdentity::uid).orElse("");
    return switch (decide(key)) {
      case OwnStoreDecision.Open() -> open(new Use(key, identity, Optional.empty()), store, tenant);
      case OwnStoreDecision.Bounded(StoreBounds bounds) ->
          open(new Use(key, identity, Optional.of(bounds)), store, tenant);
      case OwnStoreDecision.Denied(Detail detail) ->
          denied(store, Problem.of(ErrorClass.ScopeDenied, detail, key.kind() + " " + key.name()));
    };
  }

  private OwnStoreDecision decide(StoreKey store) {
    return switch (store.kind()) {
      case SecretStore -> scopes.decide(store);
      case ClusterSecretStore -> new OwnStoreDecision.Open();
    };
  }

  /** A login that no scope allows any more must not be kept, nor renewed. */
  private Opening denied(CustomResource<SecretStoreSpec, SecretStoreStatus> store, Problem why) {
    inUse.keySet().removeIf(use -> use.store().equals(StoreKey.of(store)));
    pool.closeConnections(store.getMetadata().getUid());
    return new Opening.Refused(why);
  }

  private Opening open(
      Use use,
      CustomResource<SecretStoreSpec, SecretStoreStatus> store,
      Optional<NamespaceIdentity> tenant) {
    return current(use, store)
        .<Opening>map(Opening.Open::new)
        .orElseGet(() -> openAnew(use, store, tenant));
  }

  /** Nothing is read for a connection whose store and credentials have not changed since. */
  private Optional<Connection> current(
      Use use, CustomResource<SecretStoreSpec, SecretStoreStatus> store) {
    ConnectionKey key = inUse.get(use);
    if (key == null
        || !key.store().equals(store.getMetadata().getUid())
        || key.generation() != store.getMetadata().getGeneration()) {
      return Optional.empty();
    }
    return pool.find(key);
  }

  private Opening openAnew(
      Use use,
      CustomResource<SecretStoreSpec, SecretStoreStatus> store,
      Optional<NamespaceIdentity> tenant) {
    return switch (configs.read(store)) {
      case StoreConfig.Invalid(var problems) -> new Opening.Refused(problem(problems.getFirst()));
      case StoreConfig.Valid config -> openValid(use, store, config, tenant);
    };
  }

  /** What the store's spec says, for a message; empty where it is not valid. */
  Optional<StoreConfig.Valid> described(CustomResource<SecretStoreSpec, SecretStoreStatus> store) {
    return configs.read(store) instanceof StoreConfig.Valid valid
        ? Optional.of(valid)
        : Optional.empty();
  }

  /** A problem of a store's configuration as its status says it. */
  public static Problem problem(ConfigProblem found) {
    return Problem.of(
        ErrorClass.ConfigInvalid,
        Detail.valueOf(found.detail().name()),
        "spec." + found.field() + " " + found.cause());
  }

  private Opening openValid(
      Use use,
      CustomResource<SecretStoreSpec, SecretStoreStatus> store,
      StoreConfig.Valid config,
      Optional<NamespaceIdentity> tenant) {
    if (config.needsTenant() && tenant.isEmpty()) {
      return new Opening.TenantNeeded();
    }
    BoundAddresses addresses = new BoundAddresses(config.addresses());
    Optional<StoreBounds> bounds = use.bounds().map(addresses::kept);
    if (bounds.filter(kept -> kept.any().isEmpty()).isPresent()) {
      return denied(store, addresses.problem());
    }
    references.uses(StoreKey.of(store), config.references());
    long changesBefore = changes.get();
    BooleanSupplier newest = () -> changes.get() == changesBefore;
    GatheredCredentials gathered = new GatheredCredentials(credentials);
    for (Map.Entry<String, StoreConfig.SecretKeyReference> entry :
        new TreeMap<>(config.secrets()).entrySet()) {
      gathered.read(entry.getKey(), entry.getValue());
    }
    TlsTrust trust = gathered.trust(config.authorities(), config.client());
    if (!gathered.isComplete() || trust == null) {
      gathered.wipe();
      return new Opening.Refused(gathered.problem());
    }
    ConnectionKey key =
        new ConnectionKey(
            store.getMetadata().getUid(),
            store.getMetadata().getGeneration(),
            gathered.versions(),
            config.needsTenant() ? tenant.map(NamespaceIdentity::uid).orElse("") : "",
            bounds);
    note(use, key, newest);
    Optional<Connection> open = pool.find(key);
    if (open.isPresent()) {
      gathered.wipe();
      return new Opening.Open(open.get());
    }
    BackendHttp http =
        new JdkBackendHttp(
            config.endpoints().orElseGet(() -> allowed(bounds)),
            trust,
            config.connect(),
            pool.room(store.getMetadata().getUid()),
            network.names());
    return new Opening.Open(opened(key, config, tenant, http, gathered, newest));
  }

  /** What was read may be out of date by now: then the next pass reads anew. */
  private void note(Use use, ConnectionKey key, BooleanSupplier newest) {
    inUse.keySet().removeIf(use::replaces);
    inUse.put(use, key);
    if (newest.getAsBoolean()) {
      // Also where it was opened by a pass that could not be sure.
      pool.retireReplaced(key);
    } else {
      inUse.remove(use, key);
    }
  }

  private Connection opened(
      ConnectionKey key,
      StoreConfig.Valid config,
      Optional<NamespaceIdentity> tenant,
      BackendHttp http,
      GatheredCredentials gathered,
      BooleanSupplier newest) {
    Credentials resolved =
        new Credentials(
            gathered.secrets(),
            config
                .account()
                .map(account ->
                    accounts.of(
                        account
                            .namespace()
                            .orElseGet(() -> tenant.map(NamespaceIdentity::name).orElse("")),
                        account.name())));
    AtomicBoolean taken = new AtomicBoolean();
    Connection connection =
        pool.get(
            key,
            config.settings(),
            () -> {
              taken.set(true);
              return config.opener().open(resolved, http);
            },
            newest);
    if (!taken.get()) {
      // Another pass opened it meanwhile, with credentials of its own.
      gathered.wipe();
    }
    return connection;
  }

  private EndpointPolicy allowed(Optional<StoreBounds> bounds) {
    return bounds
        .map(it -> BoundAddresses.narrowed(network.endpoints(), it))
        .orElse(network.endpoints());
  }

  /** What protects a store, over all of its connections. */
  StoreGuard guard(CustomResource<SecretStoreSpec, SecretStoreStatus> store) {
    return pool.guards().of(store.getMetadata().getUid());
  }

  /** Monotonic nanoseconds on the clock of the connections. */
  long now() {
    return pool.now();
  }

  /** Forgets a store that is gone. */
  void forget(StoreKey key, String uid) {
    references.uses(key, Set.of());
    inUse.keySet().removeIf(use -> use.store().equals(key));
    pool.closeStore(uid);
  }

  /**
   * A store as one tenant uses it.
   *
   * @param tenant empty for the store's own probe
   * @param bounds of the scopes as they are now
   */
  private record Use(StoreKey store, String tenant, Optional<StoreBounds> bounds) {
    boolean replaces(Use other) {
      return store.equals(other.store) && tenant.equals(other.tenant) && !equals(other);
    }
  }
}
