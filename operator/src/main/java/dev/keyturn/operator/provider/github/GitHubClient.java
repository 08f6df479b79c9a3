package dev.keyturn.operator.provider.github;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Capabilities;
import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProbeReport;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.provider.TokenIssuer;
import dev.keyturn.operator.provider.wire.Edge;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** One GitHub App: it makes tokens of its installations, and has no secrets to read. */
final class GitHubClient implements ProviderClient {
  private static final ProbeReport REACHED = new ProbeReport(Optional.empty(), false, false);

  private final AppLogin login;
  private final GitHubCalls calls;

  GitHubClient(
      GitHubConfig config, Credentials credentials, BackendHttp http, InstantSource clock) {
    this.login = new AppLogin(config.appId(), credentials, clock);
    this.calls = new GitHubCalls(config.api(), http, clock);
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.ReadOnly;
  }

  @Override
  public String loginMethod() {
    return "app";
  }

  /** Signs; nobody is asked. */
  @Override
  public Outcome<Session> login(Deadline deadline) {
    return Edge.guard(login::login);
  }

  /** An assertion has its end: the next one is signed. */
  @Override
  public Outcome<Session> renew(Session session, Deadline deadline) {
    return Outcome.failed(FailureClass.AuthFailed);
  }

  /** No API ends an assertion before its time. */
  @Override
  public Outcome<Done> revoke(Session session, Deadline deadline) {
    return Outcome.ok(new Done());
  }

  /**
   * Asks as the App who the App is: that counts against the limit of the App, where a question of
   * nobody would count against that of an address which many share.
   */
  @Override
  public Outcome<ProbeReport> probe(Deadline deadline) {
    return Edge.guard(() ->
        login
            .login()
            .then(session -> {
              try (SecretBytes assertion = session.token()) {
                return calls.app(assertion, deadline);
              }
            })
            .map(known -> REACHED));
  }

  @Override
  public Outcome<List<ConfigProblem>> verify(Call call) {
    return Outcome.ok(List.of());
  }

  /** There is nothing to read at GitHub: nobody but a workflow is shown its secrets. */
  @Override
  public Outcome<RemoteValue> read(RemoteRef ref, Call call) {
    return Outcome.failed(FailureClass.InvalidData, FailureDetail.FIELD);
  }

  @Override
  public Optional<TokenIssuer> tokens() {
    return Optional.of(new InstallationTokens(calls));
  }

  @Override
  public void close() {
    login.close();
  }
}
