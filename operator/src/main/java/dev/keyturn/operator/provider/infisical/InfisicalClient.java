package dev.keyturn.operator.provider.infisical;

import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.BatchReader;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Capabilities;
import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Lister;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProbeReport;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.provider.Writer;
import dev.keyturn.operator.provider.wire.Edge;
import dev.keyturn.operator.provider.wire.StrictJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One folder of one environment as one identity sees it. */
final class InfisicalClient implements ProviderClient {
  private static final String SCOPE = "provider.infisical.secretsScope.";

  private final InfisicalConfig config;
  private final InfisicalLogin login;
  private final InfisicalCalls calls;
  private final AnswerMeaning meaning;
  private final SecretReader reader;

  InfisicalClient(
      InfisicalConfig config, InfisicalLogin login, InfisicalCalls calls, AnswerMeaning meaning) {
    this.config = config;
    this.login = login;
    this.calls = calls;
    this.meaning = meaning;
    this.reader = new SecretReader(config, calls, meaning);
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.ReadWrite;
  }

  @Override
  public String loginMethod() {
    return switch (config.auth()) {
      case InfisicalAuth.Universal universal -> "universalAuth";
      case InfisicalAuth.Kubernetes kubernetes -> "kubernetesAuth";
      case InfisicalAuth.Token token -> "tokenAuth";
    };
  }

  @Override
  public Outcome<Session> login(Deadline deadline) {
    return Edge.guard(() -> login.login(deadline));
  }

  /** Every request names the project, which a login by slug has asked for. */
  @Override
  public Outcome<Set<String>> accounts(Session session, Deadline deadline) {
    return Edge.guard(() -> Outcome.ok(Set.of(Access.of(session).project())));
  }

  @Override
  public Outcome<Session> renew(Session session, Deadline deadline) {
    return Edge.guard(() -> login.renew(session, deadline));
  }

  @Override
  public Outcome<Done> revoke(Session session, Deadline deadline) {
    return Edge.guard(() -> login.revoke(session, deadline));
  }

  @Override
  public Outcome<ProbeReport> probe(Deadline deadline) {
    return Edge.guard(() -> calls.open("/status", deadline, this::status));
  }

  /** Anything that is not a JSON object was said by something that is not Infisical. */
  private Outcome<ProbeReport> status(Answer answer) {
    if (answer.status() != 200) {
      return Outcome.failed(meaning.of(answer));
    }
    return StrictJson.read(
        answer.body(),
        json -> {
          json.object(name -> json.skip());
          return Outcome.ok(new ProbeReport(Optional.empty(), false, false));
        });
  }

  /** A project or an environment that is not there: its answers look like those of lost secrets. */
  @Override
  public Outcome<List<ConfigProblem>> verify(Call call) {
    return Edge.guard(() -> {
      Access access = Access.of(call.session());
      return calls.get(
          "/v1/projects/" + Percent.encode(access.project()),
          Map.of(),
          access,
          InfisicalCalls.SMALL_LIMIT,
          call.deadline(),
          this::mismatches);
    });
  }

  private Outcome<List<ConfigProblem>> mismatches(Answer answer) {
    if (answer.status() == 200) {
      Set<String> environments = ProjectBody.read(answer.body()).environments();
      boolean known = environments.isEmpty() || environments.contains(config.environment());
      return Outcome.ok(
          known
              ? List.of()
              : List.of(problem("environmentSlug", "is no environment of the project")));
    }
    Failure failure = meaning.of(answer);
    return switch (failure.kind()) {
      case NotFound -> Outcome.ok(List.of(problem("projectId", "is no project of the server")));
      // Who may read secrets need not be allowed to look at the project.
      case AccessDenied -> Outcome.ok(List.of());
      default -> Outcome.failed(failure);
    };
  }

  private static ConfigProblem problem(String field, String cause) {
    return new ConfigProblem(SCOPE + field, FailureDetail.FIELD, cause);
  }

  @Override
  public Outcome<RemoteValue> read(RemoteRef ref, Call call) {
    return Edge.guard(() -> reader.read(ref, call));
  }

  @Override
  public Optional<Lister> lister() {
    return Optional.of(new FolderLister(config, calls, meaning));
  }

  @Override
  public Optional<BatchReader> batches() {
    return Optional.of(new FolderReads(config, calls, meaning, reader));
  }

  @Override
  public Optional<Writer> writer() {
    return Optional.of(new SecretWriter(config, calls, meaning, reader));
  }

  @Override
  public void close() {
    login.close();
  }
}
