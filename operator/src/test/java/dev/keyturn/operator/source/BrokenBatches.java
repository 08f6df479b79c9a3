package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.BatchReader;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Capabilities;
import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProbeReport;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.Session;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A client whose reader of several secrets throws when it is asked how few are worth it. */
record BrokenBatches(ProviderClient client) implements ProviderClient {

  @Override
  public Optional<BatchReader> batches() {
    return Optional.of(new Broken());
  }

  private static final class Broken implements BatchReader {
    @Override
    public String group(String key) {
      return "";
    }

    @Override
    public int least() {
      throw new IllegalStateException("broken");
    }

    @Override
    public int maximum() {
      return 20;
    }

    @Override
    public Outcome<Map<String, Outcome<RemoteValue>>> readAll(List<String> keys, Call call) {
      throw new IllegalStateException("broken");
    }
  }

  @Override
  public Outcome<Session> login(Deadline deadline) {
    return client.login(deadline);
  }

  @Override
  public Capabilities capabilities() {
    return client.capabilities();
  }

  @Override
  public String loginMethod() {
    return client.loginMethod();
  }

  @Override
  public Outcome<Session> renew(Session session, Deadline deadline) {
    return client.renew(session, deadline);
  }

  @Override
  public Outcome<Done> revoke(Session session, Deadline deadline) {
    return client.revoke(session, deadline);
  }

  @Override
  public Outcome<ProbeReport> probe(Deadline deadline) {
    return client.probe(deadline);
  }

  @Override
  public Outcome<List<ConfigProblem>> verify(Call call) {
    return client.verify(call);
  }

  @Override
  public Outcome<RemoteValue> read(RemoteRef ref, Call call) {
    return client.read(ref, call);
  }

  @Override
  public void close() {
    client.close();
  }
}
