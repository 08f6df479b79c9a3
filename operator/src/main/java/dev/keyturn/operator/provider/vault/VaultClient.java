package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Capabilities;
import dev.keyturn.operator.provider.CertificateIssuer;
import dev.keyturn.operator.provider.ChangeFeed;
import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.LeaseIssuer;
import dev.keyturn.operator.provider.Lister;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProbeReport;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.RotateNow;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.provider.VersionHistory;
import dev.keyturn.operator.provider.VersionReader;
import dev.keyturn.operator.provider.Writer;
import dev.keyturn.operator.provider.vault.VaultConfig.KeyValueVersion;
import dev.keyturn.operator.provider.wire.Edge;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** One key-value mount as one identity sees it. */
final class VaultClient implements ProviderClient {
  private static final Pattern AUDIT_ID = Pattern.compile("[A-Za-z0-9._:-]{1,80}");

  private final VaultConfig config;
  private final VaultLogin login;
  private final VaultTransport transport;
  private final Optional<ChangeFeed> changes;
  private final StatusMeaning meaning;
  private final InstantSource clock;
  private final String mount;
  private final KeyValueReader keyValues;
  private final StaticRoles roles;
  private final RotateNow rotations;

  VaultClient(
      VaultConfig config,
      VaultLogin login,
      VaultTransport transport,
      Optional<ChangeFeed> changes,
      InstantSource clock) {
    this.config = config;
    this.login = login;
    this.transport = transport;
    this.changes = changes;
    this.clock = clock;
    this.meaning = new StatusMeaning(clock);
    this.mount = VaultPath.encode(config.mount()).orElseThrow();
    this.keyValues =
        new KeyValueReader(
            config,
            mount,
            meaning,
            (operation, call) -> transport.send(operation, call.deadline()));
    EngineCalls engines = new EngineCalls(transport, meaning, config.namespace());
    this.roles = new StaticRoles(engines);
    this.rotations = new VaultRotations(roles, new TransitKeys(engines));
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
        transport
            .send(
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

  /**
   * A key of the class {@code role:} is the path of a static role, every other one of the mount.
   */
  @Override
  public Outcome<RemoteValue> read(RemoteRef ref, Call call) {
    return edge(() ->
        StaticRolePath.isMeant(ref.key()) ? roles.read(ref, call) : keyValues.read(ref, call));
  }

  @Override
  public Optional<Lister> lister() {
    return Optional.of(
        new VaultLister(
            config,
            mount,
            meaning,
            (operation, call) -> transport.send(operation, call.deadline())));
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
                (operation, call) -> transport.send(operation, call.deadline())))
        : Optional.empty();
  }

  @Override
  public Optional<ChangeFeed> changes() {
    return changes;
  }

  static String auditId(Call call) {
    return AUDIT_ID.matcher(call.auditId()).matches() ? call.auditId() : "-";
  }

  /** Version 1 has no conditional writes and keeps no mark. */
  @Override
  public Optional<Writer> writer() {
    return config.version() == KeyValueVersion.V2
        ? Optional.of(
            new VaultWriter(config.server(), mount, config.namespace(), transport, meaning))
        : Optional.empty();
  }

  /** Version 1 keeps no versions. */
  @Override
  public Optional<VersionHistory> history() {
    return config.version() == KeyValueVersion.V2
        ? Optional.of(
            new VaultHistory(
                new KeyValueCalls(mount, config.namespace(), transport, meaning), keyValues, clock))
        : Optional.empty();
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
  public Optional<RotateNow> rotateNow() {
    return Optional.of(rotations);
  }

  @Override
  public void close() {
    login.close();
  }
}
