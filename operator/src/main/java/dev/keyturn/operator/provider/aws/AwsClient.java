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
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.provider.Writer;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretsResponse;

/** Secrets Manager of one region as one identity sees it. */
final class AwsClient implements ProviderClient {
  private static final ProbeReport REACHED = new ProbeReport(Optional.empty(), false, false);

  private static final Set<FailureClass> REFUSALS =
      EnumSet.of(FailureClass.AuthFailed, FailureClass.AccessDenied);

  private final AwsConfig config;
  private final AwsCalls calls;
  private final AwsLogin login;
  private final SecretReader reader;

  private AwsClient(AwsConfig config, AwsCalls calls, AwsLogin login) {
    this.config = config;
    this.calls = calls;
    this.login = login;
    this.reader = new SecretReader(config.region(), calls);
  }

  static AwsClient open(
      AwsConfig config, Credentials credentials, BackendHttp http, InstantSource clock) {
    AwsCalls calls = new AwsCalls(config, http);
    return new AwsClient(config, calls, new AwsLogin(config.auth(), credentials, calls, clock));
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
    };
  }

  @Override
  public Outcome<Session> login(Deadline deadline) {
    return edge(() -> login.login(deadline));
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
      Outcome<ListSecretsResponse> answer =
          calls.ask(
              deadline,
              secrets ->
                  secrets.listSecrets(request ->
                      request.maxResults(1).overrideConfiguration(AwsCalls.signedWith(keys))));
      return switch (answer) {
        case Outcome.Ok<ListSecretsResponse> ok -> Outcome.ok(REACHED);
        case Outcome.Failed<ListSecretsResponse>(Failure failure) ->
            REFUSALS.contains(failure.kind()) ? Outcome.ok(REACHED) : Outcome.failed(failure);
      };
    });
  }

  @Override
  public Outcome<List<ConfigProblem>> verify(Call call) {
    return Outcome.ok(List.of());
  }

  @Override
  public Outcome<RemoteValue> read(RemoteRef ref, Call call) {
    return edge(() -> reader.read(ref, call));
  }

  @Override
  public Optional<Lister> lister() {
    return Optional.of(new SecretLister(calls));
  }

  @Override
  public Optional<BatchReader> batches() {
    return Optional.of(new SecretBatches(config.region(), calls, reader));
  }

  @Override
  public Optional<Writer> writer() {
    return Optional.of(new SecretWriter(config, calls, reader));
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
