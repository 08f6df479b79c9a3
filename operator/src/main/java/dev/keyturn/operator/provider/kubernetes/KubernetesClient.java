package dev.keyturn.operator.provider.kubernetes;

import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Capabilities;
import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Lister;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProbeReport;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.provider.VersionLister;
import dev.keyturn.operator.provider.Writer;
import dev.keyturn.operator.provider.wire.Edge;
import dev.keyturn.operator.provider.wire.StrictJson;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The Secrets of one namespace as one identity sees them. */
final class KubernetesClient implements ProviderClient {
  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9.+_-]{1,64}");

  private final KubernetesConfig config;
  private final KubernetesLogin login;
  private final KubernetesCalls calls;
  private final StatusMeaning meaning;
  private final NamespaceSecrets secrets;

  KubernetesClient(
      KubernetesConfig config, KubernetesLogin login, KubernetesCalls calls, InstantSource clock) {
    this.config = config;
    this.login = login;
    this.calls = calls;
    this.meaning = new StatusMeaning(clock);
    this.secrets =
        new NamespaceSecrets(config.namespace(), calls, meaning, new RecentStanding(clock));
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.ReadWrite;
  }

  @Override
  public String loginMethod() {
    return switch (config.auth()) {
      case KubernetesAuth.Token token -> "token";
      case KubernetesAuth.Account account -> "serviceAccount";
    };
  }

  @Override
  public Outcome<Session> login(Deadline deadline) {
    return Edge.guard(() -> login.login(deadline));
  }

  /** Tokens are not renewed but requested anew. */
  @Override
  public Outcome<Session> renew(Session session, Deadline deadline) {
    return login(deadline);
  }

  /** No API ends a token before its time. */
  @Override
  public Outcome<Done> revoke(Session session, Deadline deadline) {
    return Outcome.ok(new Done());
  }

  @Override
  public Outcome<ProbeReport> probe(Deadline deadline) {
    return Edge.guard(() -> calls.ask("/version", deadline, this::probed));
  }

  /** Where strangers may not ask for the version, that answer shows all the same that it is up. */
  private Outcome<ProbeReport> probed(Answer answer) {
    return switch (answer.status()) {
      case 200 ->
          Outcome.ok(
              new ProbeReport(
                  StrictJson.read(answer.body(), KubernetesClient::version), false, false));
      case 401, 403 -> Outcome.ok(new ProbeReport(Optional.empty(), false, false));
      default -> Outcome.failed(meaning.of(answer));
    };
  }

  private static Optional<String> version(StrictJson json) {
    List<String> versions = new ArrayList<>();
    json.object(name -> {
      if (name.equals("gitVersion")) {
        versions.add(json.text());
      } else {
        json.skip();
      }
    });
    return versions.stream().filter(version -> VERSION.matcher(version).matches()).findFirst();
  }

  /** A namespace that is not there would make every Secret look deleted. */
  @Override
  public Outcome<List<ConfigProblem>> verify(Call call) {
    return Edge.guard(() ->
        secrets
            .standing(call)
            .map(standing ->
                standing == NamespaceStanding.GONE
                    ? List.of(
                        new ConfigProblem(
                            "provider.kubernetes.remoteNamespace",
                            FailureDetail.FIELD,
                            "names a namespace that is not there"))
                    : List.of()));
  }

  @Override
  public Outcome<RemoteValue> read(RemoteRef ref, Call call) {
    return Edge.guard(() -> secrets.read(ref, call));
  }

  @Override
  public Optional<Lister> lister() {
    return Optional.of(new SecretLister(pages()));
  }

  @Override
  public Optional<VersionLister> versionLists() {
    return Optional.of(new NamespaceVersions(pages()));
  }

  private MetadataPages pages() {
    return new MetadataPages(config.namespace(), calls, meaning);
  }

  @Override
  public Optional<Writer> writer() {
    return Optional.of(new SecretWriter(config.namespace(), calls, meaning, secrets));
  }

  @Override
  public void close() {
    login.close();
  }
}
