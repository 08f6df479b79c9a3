package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.BatchReader;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Capabilities;
import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.Lister;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProbeReport;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.RotateNow;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.provider.TokenIssuer;
import dev.keyturn.operator.provider.VersionHistory;
import dev.keyturn.operator.provider.Writer;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The secrets of one service in one region as one identity sees them. */
final class AwsClient implements ProviderClient {
  private static final ProbeReport REACHED = new ProbeReport(Optional.empty(), false, false);

  private static final Set<FailureClass> REFUSALS =
      EnumSet.of(FailureClass.AuthFailed, FailureClass.AccessDenied);

  private final AwsConfig config;
  private final AwsCalls calls;
  private final AwsLogin login;
  private final AwsService service;
  private final AwsTokens tokens;

  private AwsClient(AwsConfig config, AwsCalls calls, AwsLogin login, AwsTokens tokens) {
    this.config = config;
    this.calls = calls;
    this.login = login;
    this.tokens = tokens;
    this.service =
        switch (config.service()) {
          case SecretsManager -> new SecretsManagerService(config, calls);
          case ParameterStore -> new ParameterService(config, calls);
        };
  }

  static AwsClient open(
      AwsConfig config,
      Credentials credentials,
      BackendHttp http,
      InstantSource clock,
      Map<String, String> environment) {
    AwsCalls calls = new AwsCalls(config, http, clock);
    Exchange exchange = new Exchange(calls, clock);
    OperatorIdentity own = new OperatorIdentity(environment, exchange, clock);
    return new AwsClient(
        config,
        calls,
        new AwsLogin(config, credentials, own, exchange, calls, clock),
        new AwsTokens(calls, new RegistryLogins(config, http, clock)));
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.ReadWrite;
  }

  @Override
  public String loginMethod() {
    return switch (config.auth()) {
      case AwsAuth.Keys keys -> "secretRef";
      case AwsAuth.WebIdentity identity -> "jwt";
      case AwsAuth.OfTheOperator own -> "operator";
    };
  }

  @Override
  public Outcome<Session> login(Deadline deadline) {
    return edge(() -> login.login(deadline));
  }

  @Override
  public Outcome<Set<String>> accounts(Session session, Deadline deadline) {
    return edge(() -> login.accounts(session, deadline));
  }

  /** Keys are never prolonged: the next ones come of a login. */
  @Override
  public Outcome<Session> renew(Session session, Deadline deadline) {
    return Outcome.failed(FailureClass.AuthFailed);
  }

  /** No API ends the keys of a role before their time. */
  @Override
  public Outcome<Done> revoke(Session session, Deadline deadline) {
    return Outcome.ok(new Done());
  }

  /**
   * A question signed with the keys of nobody (the example of the AWS documentation). That the
   * service turns it down in its own words says that it is there; who may read, the login and the
   * reads find out.
   */
  @Override
  public Outcome<ProbeReport> probe(Deadline deadline) {
    return edge(() -> {
      SecretBytes keys = AwsKeys.token("AKIAIOSFODNN7EXAMPLE", "nobody", Optional.empty());
      return service.knock(keys, deadline) instanceof Outcome.Failed<?>(Failure failure)
              && !REFUSALS.contains(failure.kind())
          ? Outcome.failed(failure)
          : Outcome.ok(REACHED);
    });
  }

  @Override
  public Outcome<List<ConfigProblem>> verify(Call call) {
    return Outcome.ok(List.of());
  }

  @Override
  public Outcome<RemoteValue> read(RemoteRef ref, Call call) {
    return edge(() -> service.read(ref, call));
  }

  @Override
  public Optional<Lister> lister() {
    return Optional.of(service.lister());
  }

  @Override
  public Optional<BatchReader> batches() {
    return Optional.of(service.batches());
  }

  @Override
  public Optional<TokenIssuer> tokens() {
    return Optional.of(tokens);
  }

  @Override
  public Optional<Writer> writer() {
    return Optional.of(service.writer());
  }

  @Override
  public Optional<VersionHistory> history() {
    return Optional.of(service.history());
  }

  @Override
  public Optional<RotateNow> rotateNow() {
    return service.rotateNow();
  }

  /** Turns what leaves a provider's own code by an exception into a failure. */
  static <T> Outcome<T> edge(Supplier<Outcome<T>> operation) {
    try {
      return operation.get();
    } catch (AwsProblem problem) {
      return Outcome.failed(problem.failure());
    } catch (RuntimeException ours) {
      return Outcome.failed(Failure.of(FailureClass.Internal));
    }
  }

  @Override
  public void close() {
    calls.close();
    login.close();
  }
}
