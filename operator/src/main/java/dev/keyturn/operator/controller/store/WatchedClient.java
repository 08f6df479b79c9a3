package dev.keyturn.operator.controller.store;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Capabilities;
import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Lister;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProbeReport;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.provider.file.FileWatch;
import java.util.List;
import java.util.Optional;

/** A client together with the watch on its file: both end at once. */
record WatchedClient(ProviderClient client, FileWatch watch) implements ProviderClient {
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
  public Optional<Lister> lister() {
    return client.lister();
  }

  @Override
  public void close() {
    watch.close();
    client.close();
  }
}
