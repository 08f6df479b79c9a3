package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.StoreReference;
import dev.keyturn.operator.controller.scope.ScopeDirectory;
import dev.keyturn.operator.controller.store.Opening;
import dev.keyturn.operator.controller.store.StoreConnections;
import dev.keyturn.operator.controller.store.StoreDirectory;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.engine.plan.StoreView;
import dev.keyturn.operator.engine.tenancy.Decision;
import dev.keyturn.operator.engine.tenancy.Gate;
import dev.keyturn.operator.engine.tenancy.NamespaceIdentity;
import dev.keyturn.operator.engine.tenancy.RemotePath;
import dev.keyturn.operator.engine.tenancy.Verb;
import dev.keyturn.operator.kube.Fence;
import dev.keyturn.operator.kube.NamespaceIndex;
import dev.keyturn.operator.provider.Capabilities;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.source.Connection;
import dev.keyturn.operator.source.WriteDesk;
import dev.keyturn.operator.source.guard.Lease;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Opens secrets of backends for writing: a store that serves, and a grant of the very path. */
final class RemoteWrites {
  /** A look, a write, and a look at what stands there then. */
  static final int CALLS = 3;

  private final StoreDirectory stores;
  private final StoreConnections connections;
  private final ScopeDirectory scopes;
  private final NamespaceIndex namespaces;
  private final Fence fence;

  RemoteWrites(
      StoreDirectory stores,
      StoreConnections connections,
      ScopeDirectory scopes,
      NamespaceIndex namespaces,
      Fence fence) {
    this.stores = stores;
    this.connections = connections;
    this.scopes = scopes;
    this.namespaces = namespaces;
    this.fence = fence;
  }

  /** Whether a secret may be written. */
  sealed interface Access {

    /**
     * It may.
     *
     * @param store kind and name, as the status spells them
     * @param stands false once the grant has ended
     */
    record Granted(
        Connection connection, Decision.Allowed leave, String store, BooleanSupplier stands)
        implements Access {

      String key() {
        return leave.path().toString();
      }

      /** The secret itself, whatever store leads to it; empty where only the backend knows. */
      Optional<String> reaches() {
        return connection.writes().place(key());
      }

      String place() {
        return store + ", key " + key();
      }

      /** With the leave of the store's guard. */
      Writing by(Lease lease) {
        return new Writing(this, lease);
      }
    }

    /** It may not, or not now. */
    record Refused(Problem why) implements Access {}
  }

  /** A secret that may be written, by calls that the store's guard has given leave for. */
  record Writing(Access.Granted granted, Lease lease) {

    /** Runs one call of the backend's writer, unless the grant has ended since the last one. */
    <T> Outcome<T> call(String operation, WriteDesk.WriteCall<T> call) {
      if (!granted.stands().getAsBoolean()) {
        return Outcome.failed(FailureClass.AccessDenied);
      }
      return granted
          .connection()
          .writes()
          .run(granted.leave(), operation, call, lease)
          .orElseGet(() -> Outcome.failed(FailureClass.Internal));
    }

    String place() {
      return granted.place();
    }
  }

  /** Opens a key as a spec names it, before the store's prefix. */
  Access open(String namespace, StoreReference reference, String key) {
    return open(namespace, reference, key, true);
  }

  /** Opens a key as a status names it. */
  Access openFinal(String namespace, String store, String key) {
    int slash = store.indexOf('/');
    return open(
        namespace,
        new StoreReference(store.substring(slash + 1), store.substring(0, slash)),
        key,
        false);
  }

  /** Kind and name of the store, and the final key, in one text; empty where there is no store. */
  Optional<String> name(String namespace, StoreReference reference, String key) {
    return stores
        .find(namespace, reference)
        .map(store ->
            (reference.kind() == null ? "SecretStore" : reference.kind())
                + "/"
                + reference.name()
                + " "
                + Objects.requireNonNullElse(store.getSpec().keyPrefix(), "")
                + key);
  }

  private Access open(String namespace, StoreReference reference, String key, boolean withPrefix) {
    return switch (stores.view(namespace, reference)) {
      case StoreView.Missing(String kind, String name) ->
          refused(ErrorClass.NotFound, Detail.STORE, kind + " " + name);
      case StoreView.NotReady(String kind, String name, String reason) ->
          refused(ErrorClass.StoreNotReady, Detail.NONE, kind + " " + name + " (" + reason + ")");
      case StoreView.Usable store -> granted(namespace, reference, store, key, withPrefix);
    };
  }

  private Access granted(
      String namespace,
      StoreReference reference,
      StoreView.Usable store,
      String named,
      boolean withPrefix) {
    String key = (withPrefix ? store.keyPrefix() : "") + named;
    String name = store.identity().kind() + "/" + store.identity().name();
    Optional<NamespaceIdentity> tenant = namespaces.find(namespace);
    if (tenant.isEmpty()) {
      return refused(ErrorClass.ScopeDenied, Detail.NAMESPACE_RECREATED, namespace);
    }
    if (!(RemotePath.canonical(key) instanceof RemotePath.Canonical.Ok(RemotePath path))) {
      return refused(ErrorClass.ConfigInvalid, Detail.FIELD, name + ", key " + key);
    }
    if (!fence.mayAct(namespace)) {
      return refused(ErrorClass.Unavailable, Detail.PUSH, name + ", key " + key);
    }
    return leave(tenant.get(), store, path)
        .map(leave ->
            refusal(store, path, withPrefix)
                .<Access>map(Access.Refused::new)
                .orElseGet(() -> connect(reference, tenant.get(), store, leave, name)))
        .orElseGet(() -> refused(ErrorClass.ScopeDenied, Detail.PUSH, name + ", key " + key));
  }

  /** What the scopes of this moment allow. */
  private Optional<Decision.Allowed> leave(
      NamespaceIdentity tenant, StoreView.Usable store, RemotePath path) {
    return switch (Gate.decide(tenant, store.identity(), Verb.WRITE, path, scopes.views())) {
      case Decision.Denied denied -> Optional.empty();
      case Decision.Allowed leave when leave.scope().isEmpty() && store.needsScope(tenant) ->
          Optional.empty();
      case Decision.Allowed leave -> Optional.of(leave);
    };
  }

  /** What was written under an earlier naming must still be removable. */
  private static Optional<Problem> refusal(StoreView.Usable store, RemotePath path, boolean named) {
    return named
        ? store.rules().refusal(Verb.WRITE, store.identity(), path, "spec.push")
        : store.rules().refusal(Verb.WRITE, store.identity(), "removing " + path);
  }

  private Access connect(
      StoreReference reference,
      NamespaceIdentity tenant,
      StoreView.Usable store,
      Decision.Allowed leave,
      String name) {
    Optional<Opening> opening =
        stores
            .find(tenant.name(), reference)
            .map(found -> connections.open(found, Optional.of(tenant)));
    return switch (opening.orElseGet(Opening.TenantNeeded::new)) {
      case Opening.Refused(Problem why) -> new Access.Refused(why);
      case Opening.TenantNeeded needed -> refused(ErrorClass.NotFound, Detail.STORE, name);
      case Opening.Open(Connection connection) ->
          connection.capabilities() == Capabilities.ReadOnly
              ? refused(ErrorClass.ConfigInvalid, Detail.PUSH, name)
              : new Access.Granted(
                  connection, leave, name, () -> leave(tenant, store, leave.path()).isPresent());
    };
  }

  /** What a failed call of a granted access means for people. */
  static Problem problem(Access.Granted access, Failure failure) {
    ErrorClass kind =
        access.stands().getAsBoolean()
            ? ErrorClass.valueOf(failure.kind().name())
            : ErrorClass.ScopeDenied;
    return Problem.of(kind, Detail.PUSH, access.place());
  }

  private static Access refused(ErrorClass kind, Detail detail, String subject) {
    return new Access.Refused(Problem.of(kind, detail, subject));
  }
}
