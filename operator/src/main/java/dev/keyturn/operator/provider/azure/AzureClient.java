package dev.keyturn.operator.provider.azure;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Capabilities;
import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
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
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** One key vault as one identity sees it. */
final class AzureClient implements ProviderClient {
  private static final Pattern SERVICE_VERSION = Pattern.compile("[A-Za-z0-9.+_-]{1,64}");
  private static final ConfigProblem OTHER_CLOUD =
      new ConfigProblem(
          "provider.azure.environmentType",
          FailureDetail.FIELD,
          "is not the cloud of the vault, which asks for tokens of another service");

  private final AzureConfig config;
  private final VaultCalls calls;
  private final AzureLogin login;
  private final Meaning meaning;
  private final RegistryExchange registries;

  private AzureClient(
      AzureConfig config,
      VaultCalls calls,
      AzureLogin login,
      BackendHttp http,
      InstantSource clock) {
    this.config = config;
    this.calls = calls;
    this.login = login;
    this.meaning = new Meaning(clock);
    this.registries = new RegistryExchange(config, login, http, clock);
  }

  static AzureClient open(
      AzureConfig config,
      Credentials credentials,
      BackendHttp http,
      Optional<BackendHttp> metadata,
      InstantSource clock) {
    return new AzureClient(
        config,
        new VaultCalls(config.vault(), http),
        new AzureLogin(config, credentials, http, metadata, clock),
        http,
        clock);
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.ReadWrite;
  }

  @Override
  public String loginMethod() {
    return switch (config.auth()) {
      case AzureAuth.ClientSecret secret -> "clientSecret";
      case AzureAuth.ClientCertificate certificate -> "clientCertificate";
      case AzureAuth.WorkloadIdentity identity -> "workloadIdentity";
      case AzureAuth.ManagedIdentity identity -> "managedIdentity";
    };
  }

  @Override
  public Outcome<Session> login(Deadline deadline) {
    return Edge.guard(() -> login.login(deadline));
  }

  /** The tenant that the vault belongs to: it takes tokens of no other. */
  @Override
  public Outcome<Set<String>> accounts(Session session, Deadline deadline) {
    return Edge.guard(() ->
        calls.anonymous(
            deadline,
            answer ->
                challenge(answer)
                    .map(found -> found.flatMap(Challenge::tenant).map(Set::of).orElse(Set.of()))));
  }

  /** Empty where a vault answers that has none; a vault that is down or busy has said nothing. */
  private Outcome<Optional<Challenge>> challenge(Answer answer) {
    Optional<Challenge> found = Challenge.of(answer);
    boolean answered = found.isPresent() || answer.status() == 401 || isTurnedAway(answer);
    return answered ? Outcome.ok(found) : Outcome.failed(meaning.of(answer));
  }

  private static boolean isTurnedAway(Answer answer) {
    return answer.status() == 403 && ErrorBody.read(answer.body()).isPresent();
  }

  /** Tokens are never prolonged: the next one comes of a login. */
  @Override
  public Outcome<Session> renew(Session session, Deadline deadline) {
    return Outcome.failed(FailureClass.AuthFailed);
  }

  /** No API ends a token before its time. */
  @Override
  public Outcome<Done> revoke(Session session, Deadline deadline) {
    return Outcome.ok(new Done());
  }

  /** A vault that asks for a token is there; so is one that turns our address away. */
  @Override
  public Outcome<ProbeReport> probe(Deadline deadline) {
    return Edge.guard(() ->
        calls.anonymous(
            deadline,
            answer -> {
              if (isTurnedAway(answer) || Challenge.of(answer).isPresent()) {
                return Outcome.ok(new ProbeReport(version(answer), false, false));
              }
              return answer.status() == 401
                  ? Outcome.failed(FailureClass.Unavailable)
                  : Outcome.failed(meaning.of(answer));
            }));
  }

  private static Optional<String> version(Answer answer) {
    return Optional.ofNullable(answer.headers().get("x-ms-keyvault-service-version"))
        .filter(text -> SERVICE_VERSION.matcher(text).matches());
  }

  /** A token for one service must never be tried on another one. */
  @Override
  public Outcome<List<ConfigProblem>> verify(Call call) {
    return Edge.guard(() ->
        calls.anonymous(
            call.deadline(),
            answer ->
                challenge(answer)
                    .map(found ->
                        found
                            .filter(challenge -> !challenge.fits(config.vault()))
                            .map(challenge -> List.of(OTHER_CLOUD))
                            .orElse(List.of()))));
  }

  @Override
  public Outcome<RemoteValue> read(RemoteRef ref, Call call) {
    return Edge.guard(() ->
        calls.get(
            SecretName.path(ref.key(), ref.version()),
            call,
            answer ->
                answer.status() == 200
                    ? Outcome.ok(SecretBundle.read(answer.body()).valueOf(ref.key(), ref.version()))
                    : Outcome.failed(meaning.of(answer))));
  }

  @Override
  public Optional<Lister> lister() {
    return Optional.of(new SecretLister(calls, meaning));
  }

  @Override
  public Optional<TokenIssuer> tokens() {
    return Optional.of(new AzureTokens(registries));
  }

  @Override
  public Optional<VersionHistory> history() {
    return Optional.of(new AzureHistory(calls, meaning));
  }

  @Override
  public Optional<Writer> writer() {
    return Optional.of(new AzureWriter(calls, meaning));
  }

  @Override
  public void close() {
    login.close();
  }
}
