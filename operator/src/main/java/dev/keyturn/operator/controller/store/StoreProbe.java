package dev.keyturn.operator.controller.store;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.SecretStoreSpec;
import dev.keyturn.crds.v1alpha1.SecretStoreStatus;
import dev.keyturn.crds.v1alpha1.StoreAccess;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.provider.Capabilities;
import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProbeReport;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.source.Connection;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Finds out how a store is: reads its configuration, asks the backend's health, logs in, compares
 * the configuration with what the backend says of itself.
 */
final class StoreProbe {
  private static final ConfigProblem NOTHING_LEFT =
      new ConfigProblem(
          "access", FailureDetail.FIELD, "asks for what the backend cannot do, and for no more");

  private final StoreConnections connections;

  StoreProbe(StoreConnections connections) {
    this.connections = connections;
  }

  StoreHealth probe(CustomResource<SecretStoreSpec, SecretStoreStatus> store) {
    return switch (connections.open(store, Optional.empty())) {
      case Opening.Refused(Problem why) -> new StoreHealth.Misconfigured(why);
      case Opening.TenantNeeded() -> new StoreHealth.Unverified();
      case Opening.Open(Connection connection) -> ask(new Asked(store, connection));
    };
  }

  private static StoreHealth denied(
      Connection connection, Failure failure, Optional<String> serverVersion) {
    return new StoreHealth.Denied(
        Problem.of(
            ErrorClass.ScopeDenied,
            Detail.valueOf(failure.detail().name()),
            "spec.provider." + connection.provider()),
        serverVersion);
  }

  private StoreHealth ask(Asked asked) {
    Connection connection = asked.connection();
    return switch (connection.probe()) {
      case Outcome.Failed<ProbeReport>(Failure failure)
          when failure.kind() == FailureClass.ScopeDenied ->
          denied(connection, failure, Optional.empty());
      case Outcome.Failed<ProbeReport>(Failure failure)
          when failure.kind() == FailureClass.Throttled ->
          busy(asked, failure, ProbeSubject::ofProbe, Optional.empty());
      case Outcome.Failed<ProbeReport>(Failure failure) ->
          new StoreHealth.Unreachable(
              failure.kind(), why(asked, failure, ProbeSubject::ofProbe), Optional.empty());
      case Outcome.Ok<ProbeReport>(ProbeReport report) when report.sealed() ->
          new StoreHealth.Unreachable(
              FailureClass.Sealed,
              Problem.of(ErrorClass.Sealed, connection.provider()),
              report.serverVersion());
      case Outcome.Ok<ProbeReport>(ProbeReport report) -> logIn(asked, report);
    };
  }

  private StoreHealth logIn(Asked asked, ProbeReport report) {
    return switch (asked.connection().authenticate()) {
      case Outcome.Ok<ProviderClient.Done> done -> verify(asked, report);
      case Outcome.Failed<ProviderClient.Done>(Failure failure) -> failed(asked, failure, report);
    };
  }

  /** A wrong setting must stop the syncs: its answers may look like those of a deleted secret. */
  private StoreHealth verify(Asked asked, ProbeReport report) {
    Connection connection = asked.connection();
    return switch (connection.verify()) {
      case Outcome.Ok<List<ConfigProblem>>(List<ConfigProblem> problems) when problems.isEmpty() ->
          narrowed(connection.capabilities(), asked.access())
              .<StoreHealth>map(left ->
                  new StoreHealth.Valid(
                      left, report.serverVersion(), connection.fixedEnd(), connection.overdueEnd()))
              .orElseGet(() ->
                  new StoreHealth.Contradicted(
                      StoreConnections.problem(NOTHING_LEFT), report.serverVersion()));
      case Outcome.Ok<List<ConfigProblem>>(List<ConfigProblem> problems) ->
          new StoreHealth.Contradicted(
              StoreConnections.problem(problems.getFirst()), report.serverVersion());
      case Outcome.Failed<List<ConfigProblem>>(Failure failure) -> failed(asked, failure, report);
    };
  }

  /** What of the backend's capabilities the store lets its syncs use; empty for nothing. */
  private static Optional<Capabilities> narrowed(Capabilities able, StoreAccess access) {
    return switch (access) {
      case ReadWrite -> Optional.of(able);
      case ReadOnly ->
          able == Capabilities.WriteOnly ? Optional.empty() : Optional.of(Capabilities.ReadOnly);
      case WriteOnly ->
          able == Capabilities.ReadOnly ? Optional.empty() : Optional.of(Capabilities.WriteOnly);
    };
  }

  private StoreHealth failed(Asked asked, Failure failure, ProbeReport report) {
    return switch (failure.kind()) {
      case AuthFailed, AccessDenied, NotFound, SourceDeleted, Conflict, InvalidData ->
          new StoreHealth.Refused(
              failure.kind(), why(asked, failure, ProbeSubject::ofLogin), report.serverVersion());
      case ScopeDenied -> denied(asked.connection(), failure, report.serverVersion());
      case Throttled -> busy(asked, failure, ProbeSubject::ofLogin, report.serverVersion());
      case Unavailable, Sealed, Timeout, TlsError, Internal ->
          new StoreHealth.Unreachable(
              failure.kind(), why(asked, failure, ProbeSubject::ofLogin), report.serverVersion());
    };
  }

  /** It answered, so it is there; it asks for a pause like any other that is asked too much. */
  private StoreHealth busy(
      Asked asked,
      Failure failure,
      BiFunction<ProbeSubject, FailureDetail, String> subject,
      Optional<String> serverVersion) {
    return new StoreHealth.Undecided(
        failure.kind(),
        why(asked, failure, subject),
        serverVersion,
        asked.connection().pause(failure));
  }

  /** What the status says of a failure: the words of a detail only where it speaks of a store. */
  private Problem why(
      Asked asked, Failure failure, BiFunction<ProbeSubject, FailureDetail, String> subject) {
    ErrorClass kind = ErrorClass.valueOf(failure.kind().name());
    String provider = asked.connection().provider();
    return switch (failure.detail()) {
      case UNKNOWN_HOST, SERVICE_ACCOUNT, TOKEN_REQUEST, UNTRUSTED, UNBOUND ->
          Problem.of(
              kind,
              Detail.valueOf(failure.detail().name()),
              connections
                  .described(asked.store())
                  .map(
                      config -> subject.apply(new ProbeSubject(config, provider), failure.detail()))
                  .orElse(provider));
      default -> Problem.of(kind, provider);
    };
  }

  /** A store, and its own connection. */
  private record Asked(
      CustomResource<SecretStoreSpec, SecretStoreStatus> store, Connection connection) {
    StoreAccess access() {
      return StoreRulesReader.accessOf(store.getSpec());
    }
  }
}
