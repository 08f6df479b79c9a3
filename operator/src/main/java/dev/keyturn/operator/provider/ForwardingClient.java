package dev.keyturn.operator.provider;

import java.util.List;
import java.util.Set;

/** A client that does what another one does, but for what it overrides; it has no facets. */
public abstract class ForwardingClient implements ProviderClient {
  private final ProviderClient client;

  /** In front of another client, which it closes. */
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
  public Outcome<Set<String>> accounts(Session session, Deadline deadline) {
    return client.accounts(session, deadline);
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
