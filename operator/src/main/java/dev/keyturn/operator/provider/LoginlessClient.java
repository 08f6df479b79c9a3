package dev.keyturn.operator.provider;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** A client that reads without a session; it writes nothing. */
public abstract class LoginlessClient implements ProviderClient {
  private final InstantSource clock;

  /** By the clock that dates its sessions. */
  protected LoginlessClient(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.ReadOnly;
  }

  @Override
  public String loginMethod() {
    return "none";
  }

  @Override
  public Outcome<Session> login(Deadline deadline) {
    return Outcome.ok(Session.none(clock.instant()));
  }

  @Override
  public Outcome<Session> renew(Session session, Deadline deadline) {
    return login(deadline);
  }

  @Override
  public Outcome<Done> revoke(Session session, Deadline deadline) {
    return Outcome.ok(new Done());
  }

  @Override
  public Outcome<ProbeReport> probe(Deadline deadline) {
    return Outcome.ok(new ProbeReport(Optional.empty(), false, false));
  }

  @Override
  public Outcome<List<ConfigProblem>> verify(Call call) {
    return Outcome.ok(List.of());
  }

  @Override
  public void close() {}
}
