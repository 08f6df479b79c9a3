package dev.keyturn.operator.provider.fake;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Capabilities;
import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Lister;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProbeReport;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.provider.testkit.ContractBackend;
import dev.keyturn.operator.provider.testkit.NoHttp;
import dev.keyturn.operator.provider.testkit.ProviderContract;
import dev.keyturn.operator.provider.testkit.Trait;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class FakeProviderContractTest extends ProviderContract {

  @Override
  protected ContractBackend newBackend() {
    return new Store();
  }

  /** A store whose data a test edits; as everywhere, a changed store means a new client. */
  private static final class Store implements ContractBackend {
    private final FakeProviderFactory factory = new FakeProviderFactory(InstantSource.system());
    private final List<FakeConfig.Entry> entries = new ArrayList<>();

    @Override
    public ProviderClient open() {
      return new Reopening(this);
    }

    private ProviderClient current() {
      return factory.open(new FakeConfig(entries), Credentials.none(), new NoHttp());
    }

    @Override
    public Map<Trait, String> lacks() {
      String values = "values stand in a custom resource as text";
      String store = "there is nothing behind the store";
      return Map.ofEntries(
          Map.entry(Trait.BATCH, "there is nothing behind the store"),
          Map.entry(Trait.VERSION_ALONE, "there is nothing behind the store"),
          Map.entry(Trait.LEASE, "it makes no credentials"),
          Map.entry(Trait.VERSION_STATES, "the versions of a custom resource are changed there"),
          Map.entry(Trait.WIRE, store),
          Map.entry(Trait.WIRE_LOGIN, store),
          Map.entry(Trait.BYTES, values),
          Map.entry(Trait.OVERSIZE, "the API server bounds the store"),
          Map.entry(Trait.TAGS, values),
          Map.entry(Trait.SOFT_DELETE, store),
          Map.entry(Trait.DESTROY, store),
          Map.entry(Trait.DISABLE, store),
          Map.entry(Trait.CONTAINER, store),
          Map.entry(Trait.WRITE, store),
          Map.entry(Trait.LOGIN, store),
          Map.entry(Trait.RENEWAL, store),
          Map.entry(Trait.RIGHTS, store));
    }

    @Override
    public List<RefusedConfig> refusedConfigs() {
      FakeConfig config = new FakeConfig(List.of(new FakeConfig.Entry("a", "kt-canary-7f3a", 0)));
      return List.of(
          new RefusedConfig(
              "version 0",
              factory.check(config),
              "provider.fake.data[0].version",
              FailureDetail.FIELD));
    }

    @Override
    public void putObject(String key, String json) {
      put(key, json);
    }

    @Override
    public void putText(String key, String text) {
      put(key, text);
    }

    @Override
    public void putRaw(String key, String text) {
      put(key, text);
    }

    private void put(String key, String text) {
      long versions = entries.stream().filter(entry -> entry.key().equals(key)).count();
      entries.add(new FakeConfig.Entry(key, text, versions + 1));
    }

    @Override
    public void remove(String key) {
      entries.removeIf(entry -> entry.key().equals(key));
    }

    @Override
    public void close() {}
  }

  private record Reopening(Store store) implements ProviderClient {
    @Override
    public Capabilities capabilities() {
      return store.current().capabilities();
    }

    @Override
    public String loginMethod() {
      return store.current().loginMethod();
    }

    @Override
    public Outcome<Session> login(Deadline deadline) {
      return store.current().login(deadline);
    }

    @Override
    public Outcome<Session> renew(Session session, Deadline deadline) {
      return store.current().renew(session, deadline);
    }

    @Override
    public Outcome<Done> revoke(Session session, Deadline deadline) {
      return store.current().revoke(session, deadline);
    }

    @Override
    public Outcome<ProbeReport> probe(Deadline deadline) {
      return store.current().probe(deadline);
    }

    @Override
    public Outcome<List<ConfigProblem>> verify(Call call) {
      return store.current().verify(call);
    }

    @Override
    public Optional<Lister> lister() {
      return store.current().lister();
    }

    @Override
    public Outcome<RemoteValue> read(RemoteRef ref, Call call) {
      return store.current().read(ref, call);
    }

    @Override
    public void close() {}
  }
}
