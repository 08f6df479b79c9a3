package dev.keyturn.operator.provider.testkit;

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

/** A client that does what another one does, but for what a test overrides; it has no facets. */
public abstract class ForwardingClient implements ProviderClient {
  private final ProviderClient client;

  protected ForwardingClient(ProviderClient client) {
    this.client = client;
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
  public Outcome<Session> login(Deadline deadline) {
    return client.login(deadline);
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
