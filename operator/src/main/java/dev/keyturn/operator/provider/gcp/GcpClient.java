package dev.keyturn.operator.provider.gcp;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Capabilities;
import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.Lister;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProbeReport;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.provider.TokenIssuer;
import dev.keyturn.operator.provider.VersionHistory;
import dev.keyturn.operator.provider.Writer;
import dev.keyturn.operator.provider.wire.Edge;
import dev.keyturn.operator.provider.wire.StrictJson;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Secret Manager of one project as one identity sees it. */
final class GcpClient implements ProviderClient {
  private static final ProbeReport REACHED = new ProbeReport(Optional.empty(), false, false);

  private final GcpConfig config;
  private final GcpAddress address;
  private final BackendHttp http;
  private final ErrorMeaning meaning;
  private final GcpLogin login;
  private final GcpCalls calls;
  private final SecretReader reader;
  private final SecretLook look;
  private final InstantSource clock;

  GcpClient(
      GcpConfig config,
      Credentials credentials,
      BackendHttp http,
      MetadataServer metadata,
      MetadataQuota quota,
      InstantSource clock) {
    this.config = config;
    this.address = new GcpAddress(config);
    this.clock = clock;
    this.http = http;
    this.meaning = new ErrorMeaning(clock);
    this.login = new GcpLogin(config, credentials, http, metadata, clock);
    this.calls = new GcpCalls(http, meaning, quota);
    this.reader = new SecretReader(address, config.policy(), calls, clock);
    this.look = new SecretLook(address, calls, reader);
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.ReadWrite;
  }

  @Override
  public String loginMethod() {
    return switch (config.auth()) {
      case GcpAuth.Key key -> "secretRef";
      case GcpAuth.WorkloadIdentity identity -> "workloadIdentity";
      case GcpAuth.Metadata own -> "metadata";
    };
  }

  @Override
  public Outcome<Session> login(Deadline deadline) {
    return Edge.guard(() -> login.login(deadline));
  }

  /** Every request names the project itself, and no token leads it into another one. */
  @Override
  public Outcome<Set<String>> accounts(Session session, Deadline deadline) {
    return Outcome.ok(Set.of(config.project()));
  }

  /** Access tokens are never prolonged: the next one comes of a login. */
  @Override
  public Outcome<Session> renew(Session session, Deadline deadline) {
    return Outcome.failed(FailureClass.AuthFailed);
  }

  /** No API ends the token of a service account before its time. */
  @Override
  public Outcome<Done> revoke(Session session, Deadline deadline) {
    return Outcome.ok(new Done());
  }

  /**
   * A question of nobody. That the service turns it down in its own words says that it is there;
   * who may read, the login and the reads find out.
   */
  @Override
  public Outcome<ProbeReport> probe(Deadline deadline) {
    return Edge.guard(() ->
        http.send(
                new BackendHttp.Request(
                    "GET",
                    address.secrets("?pageSize=1"),
                    Map.of(),
                    Optional.empty(),
                    GcpCalls.SMALL_LIMIT),
                deadline)
            .then(answer -> {
              try (answer) {
                return probed(answer);
              }
            }));
  }

  private Outcome<ProbeReport> probed(Answer answer) {
    boolean turnedDown =
        (answer.status() == 401 || answer.status() == 403)
            && ErrorBody.read(answer.body()).isPresent();
    if (turnedDown) {
      return Outcome.ok(REACHED);
    }
    return answer.status() == 200
        ? Outcome.ok(StrictJson.read(answer.body(), GcpClient::anyObject))
        : Outcome.failed(meaning.of(answer));
  }

  /** An emulator lets everybody in. */
  private static ProbeReport anyObject(StrictJson json) {
    json.object(name -> json.skip());
    return REACHED;
  }

  @Override
  public Outcome<List<ConfigProblem>> verify(Call call) {
    return Outcome.ok(List.of());
  }

  @Override
  public Outcome<RemoteValue> read(RemoteRef ref, Call call) {
    return Edge.guard(() -> reader.read(ref, call));
  }

  @Override
  public Optional<Lister> lister() {
    return Optional.of(new SecretLister(address, calls));
  }

  @Override
  public Optional<TokenIssuer> tokens() {
    return Optional.of(new GcpTokens(login));
  }

  @Override
  public Optional<VersionHistory> history() {
    return Optional.of(
        new GcpHistory(
            address,
            calls,
            reader,
            new SecretVersions(address, config.policy(), calls),
            new NextVersion(address, calls, look)));
  }

  @Override
  public Optional<Writer> writer() {
    return Optional.of(new SecretWriter(config, calls, look, clock));
  }

  @Override
  public void close() {
    login.close();
  }
}
