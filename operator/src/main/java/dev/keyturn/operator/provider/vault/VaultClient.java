package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Capabilities;
import dev.keyturn.operator.provider.CertificateIssuer;
import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.LeaseIssuer;
import dev.keyturn.operator.provider.Lister;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProbeReport;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.provider.VersionReader;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.Writer;
import dev.keyturn.operator.provider.vault.VaultConfig.KeyValueVersion;
import dev.keyturn.operator.provider.wire.Edge;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** One key-value mount as one identity sees it. */
final class VaultClient implements ProviderClient {
  private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,8}");
  private static final Pattern AUDIT_ID = Pattern.compile("[A-Za-z0-9._:-]{1,80}");

  /** How often a node that lags behind is asked again within one call. */
  private static final int LAGGING_REPEATS = 3;

  private final VaultConfig config;
  private final VaultLogin login;
  private final VaultTransport transport;
  private final StatusMeaning meaning;
  private final String mount;

  VaultClient(VaultConfig config, VaultLogin login, VaultTransport transport, InstantSource clock) {
    this.config = config;
    this.login = login;
    this.transport = transport;
    this.meaning = new StatusMeaning(clock);
    this.mount = VaultPath.encode(config.mount()).orElseThrow();
  }

  @Override
  public Capabilities capabilities() {
    return config.version() == KeyValueVersion.V2 ? Capabilities.ReadWrite : Capabilities.ReadOnly;
  }

  @Override
  public String loginMethod() {
    return config.auth().method();
  }

  @Override
  public Outcome<Session> login(Deadline deadline) {
    return edge(() -> login.login(deadline));
  }

  @Override
  public Outcome<Set<String>> accounts(Session session, Deadline deadline) {
    return edge(() -> login.namespaces(session, deadline));
  }

  @Override
  public Outcome<Session> renew(Session session, Deadline deadline) {
    return edge(() -> login.renew(session, deadline));
  }

  @Override
  public Outcome<Done> revoke(Session session, Deadline deadline) {
    return edge(() -> login.revoke(session, deadline));
  }

  @Override
  public Outcome<ProbeReport> probe(Deadline deadline) {
    return edge(() ->
        transport
            .send(new VaultOperation.Health(), deadline)
            .then(answer -> {
              try (answer) {
                return health(answer);
              }
            }));
  }

  /** The statuses are those of {@code sys/health}, where 429 speaks of a standby, not of a rate. */
  private Outcome<ProbeReport> health(Answer answer) {
    Optional<HealthBody> body = HealthBody.read(answer.body());
    if (body.isEmpty()) {
      return Outcome.failed(meaning.of(answer));
    }
    Optional<String> version = body.get().version();
    return switch (answer.status()) {
      case 200 -> Outcome.ok(new ProbeReport(version, body.get().sealed(), false));
      case 429, 473 -> Outcome.ok(new ProbeReport(version, body.get().sealed(), true));
      case 503 -> Outcome.ok(new ProbeReport(version, true, false));
      // 472 secondary for recovery, 474 standby without an active node, 501 not initialised, 530
      // removed from its cluster: none of them serves a read.
      default -> Outcome.failed(Failure.of(FailureClass.Unavailable).withStatus(answer.status()));
    };
  }

  @Override
  public Outcome<List<ConfigProblem>> verify(Call call) {
    return edge(() ->
        send(
                new VaultOperation.Mount(mount, call.session().token(), config.namespace()),
                call.deadline())
            .then(answer -> {
              try (answer) {
                return mismatches(answer);
              }
            }));
  }

  /** 403 stands also for a mount that is not there, and a proxy may keep the path to itself. */
  private Outcome<List<ConfigProblem>> mismatches(Answer answer) {
    if (answer.status() == 200) {
      return Outcome.ok(MountBody.read(answer.body()).mismatches(config.version()));
    }
    Failure failure = meaning.of(answer);
    return answer.status() == 404 || failure.kind() == FailureClass.AccessDenied
        ? Outcome.ok(List.of())
        : Outcome.failed(failure);
  }

  @Override
  public Outcome<RemoteValue> read(RemoteRef ref, Call call) {
    return edge(() -> {
      VaultOperation operation = operation(ref, call);
      return send(operation, call.deadline())
          .then(answer -> {
            try (answer) {
              return value(answer, ref);
            }
          });
    });
  }

  @Override
  public Optional<Lister> lister() {
    return Optional.of(
        new VaultLister(
            config, mount, meaning, (operation, call) -> send(operation, call.deadline())));
  }

  /** Version 1 keeps no versions. */
  @Override
  public Optional<VersionReader> versions() {
    return config.version() == KeyValueVersion.V2
        ? Optional.of(
            new VaultVersions(
                mount,
                config.namespace(),
                meaning,
                (operation, call) -> send(operation, call.deadline())))
        : Optional.empty();
  }

  static String auditId(Call call) {
    return AUDIT_ID.matcher(call.auditId()).matches() ? call.auditId() : "-";
  }

  /** Version 1 has no conditional writes and keeps no mark. */
  @Override
  public Optional<Writer> writer() {
    return config.version() == KeyValueVersion.V2
        ? Optional.of(new VaultWriter(mount, config.namespace(), transport, meaning))
        : Optional.empty();
  }

  private VaultOperation operation(RemoteRef ref, Call call) {
    String key =
        VaultPath.encode(ref.key())
            .orElseThrow(
                () -> new WireProblem(FailureClass.InvalidData, FailureDetail.NAME_ILLEGAL));
    SecretBytes token = call.session().token();
    String auditId = auditId(call);
    if (config.version() == KeyValueVersion.V2) {
      return new VaultOperation.ReadV2(
          mount, key, version(ref), token, config.namespace(), auditId);
    }
    if (ref.version().isPresent()) {
      throw new WireProblem(FailureClass.InvalidData, FailureDetail.FIELD);
    }
    return new VaultOperation.ReadV1(mount, key, token, config.namespace(), auditId);
  }

  private static OptionalInt version(RemoteRef ref) {
    if (ref.version().isEmpty()) {
      return OptionalInt.empty();
    }
    String version = ref.version().get();
    if (!VERSION.matcher(version).matches()) {
      throw new WireProblem(FailureClass.InvalidData, FailureDetail.FIELD);
    }
    return OptionalInt.of(Integer.parseInt(version));
  }

  private Outcome<Answer> send(VaultOperation operation, Deadline deadline) {
    Outcome<Answer> outcome = transport.send(operation, deadline);
    for (int repeat = 0; repeat < LAGGING_REPEATS && isLagging(outcome); repeat++) {
      outcome = transport.send(operation, deadline);
    }
    return outcome;
  }

  private static boolean isLagging(Outcome<Answer> outcome) {
    return outcome instanceof Outcome.Ok<Answer>(Answer answer) && answer.status() == 412;
  }

  private Outcome<RemoteValue> value(Answer answer, RemoteRef ref) {
    return switch (answer.status()) {
      case 200 -> Outcome.ok(value(KeyValueBody.read(answer.body(), config.version()), ref));
      case 404 -> Outcome.failed(missing(answer));
      default -> Outcome.failed(meaning.of(answer));
    };
  }

  private RemoteValue value(KeyValueBody body, RemoteRef ref) {
    SecretBytes payload =
        body.value()
            .orElseThrow(() ->
                new WireProblem(
                    FailureClass.InvalidData,
                    body.dataSeen() ? FailureDetail.EMPTY : FailureDetail.NONE));
    Optional<VersionStamp> stamp = body.metadata().map(KeyValueBody.Metadata::stamp);
    boolean stampFits =
        switch (config.version()) {
          case V1 -> stamp.isEmpty();
          case V2 -> stamp.isPresent() && ref.version().map(stamp.get().id()::equals).orElse(true);
        };
    if (!stampFits) {
      payload.close();
      throw WireProblem.invalid();
    }
    Map<String, String> tags = body.metadata().map(KeyValueBody.Metadata::tags).orElse(Map.of());
    return new RemoteValue(payload, RemoteValue.Shape.JSON_OBJECT, stamp, tags);
  }

  /** Vault answers 404 with the metadata for a version that is deleted or destroyed. */
  private Failure missing(Answer answer) {
    Failure failure;
    try (KeyValueBody body = KeyValueBody.read(answer.body(), config.version())) {
      boolean gone = body.dataSeen() && body.value().isEmpty();
      failure =
          body.metadata()
              .filter(metadata -> gone)
              .map(VaultClient::deleted)
              .orElseGet(() -> StatusMeaning.notFound(body.errors()));
    } catch (WireProblem foreign) {
      failure = Failure.of(FailureClass.Unavailable);
    }
    return failure.withStatus(answer.status());
  }

  private static Failure deleted(KeyValueBody.Metadata metadata) {
    return Failure.of(
        FailureClass.SourceDeleted,
        metadata.destroyed() ? FailureDetail.DESTROYED : FailureDetail.SOFT_DELETED);
  }

  /** Turns what leaves a provider's own code by an exception into a failure. */
  static <T> Outcome<T> edge(Supplier<Outcome<T>> operation) {
    return Edge.guard(operation);
  }

  @Override
  public Optional<LeaseIssuer> leases() {
    return Optional.of(new VaultLeases(transport, meaning, config.namespace()));
  }

  @Override
  public Optional<CertificateIssuer> certificates() {
    return Optional.of(new VaultCertificates(transport, meaning, config.namespace()));
  }

  @Override
  public void close() {
    login.close();
  }
}
