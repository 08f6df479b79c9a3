package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.operator.engine.tenancy.Decision;
import dev.keyturn.operator.engine.tenancy.Gate;
import dev.keyturn.operator.engine.tenancy.NamespaceIdentity;
import dev.keyturn.operator.engine.tenancy.RemotePath;
import dev.keyturn.operator.engine.tenancy.StoreIdentity;
import dev.keyturn.operator.engine.tenancy.Verb;
import java.util.Optional;

/**
 * Says for each place that a spec names whether its store can be asked and whether the namespace
 * may read there.
 *
 * @param own the store of every place that names none
 */
record ReadPermits(Observed observed, StoreIdentity own) {

  /** The answer for one place. */
  sealed interface Permit {
    record Given(ReadRequest request) implements Permit {}

    record Refused(Problem problem) implements Permit {}

    /** Its store cannot serve now, and its recovery wakes the sync. */
    record Waiting(Problem why) implements Permit {}
  }

  Permit of(SyncSettings.Remote remote) {
    return switch (store(remote.store())) {
      case StoreView.Missing missing -> new Permit.Refused(missing(missing));
      case StoreView.NotReady notReady -> new Permit.Waiting(notReady(notReady));
      case StoreView.Usable store -> decide(store, remote);
    };
  }

  /** The view of the store that an entry names, or else of the own one. */
  StoreView store(Optional<StoreIdentity> named) {
    return observed.stores().of(named.orElse(own));
  }

  static Problem missing(StoreView.Missing store) {
    return Problem.of(ErrorClass.NotFound, Detail.STORE, store.kind() + " " + store.name());
  }

  static Problem notReady(StoreView.NotReady store) {
    return Problem.of(
        ErrorClass.StoreNotReady, store.kind() + " " + store.name() + " (" + store.reason() + ")");
  }

  private Permit decide(StoreView.Usable store, SyncSettings.Remote remote) {
    Optional<NamespaceIdentity> namespace = observed.namespace();
    if (namespace.isEmpty()) {
      return new Permit.Refused(
          Problem.of(
              ErrorClass.ScopeDenied, Detail.NAMESPACE_RECREATED, observed.id().namespace()));
    }
    // The prefix and the naming of a store are of its stored values; a role stands elsewhere.
    boolean role = RemotePath.isOfRole(remote.key());
    String key = role ? remote.key() : store.keyPrefix() + remote.key();
    return switch (RemotePath.canonical(key)) {
      case RemotePath.Canonical.Refused refused ->
          new Permit.Refused(
              Problem.of(
                  ErrorClass.ConfigInvalid, Detail.FIELD, "spec." + remote.field() + " (key)"));
      case RemotePath.Canonical.Ok(RemotePath path) ->
          switch (Gate.decide(
              namespace.get(), store.identity(), Verb.READ, path, observed.scopes())) {
            case Decision.Allowed allowed ->
                refusal(store, remote, namespace.get(), allowed)
                    .<Permit>map(Permit.Refused::new)
                    .orElseGet(() ->
                        new Permit.Given(
                            new ReadRequest(path.toString(), remote.version(), allowed)));
            case Decision.Denied denied ->
                new Permit.Refused(
                    Problem.of(
                        ErrorClass.ScopeDenied,
                        denied.detail(),
                        store.identity().kind() + " " + store.identity().name() + ", " + path));
          };
    };
  }

  private Optional<Problem> refusal(
      StoreView.Usable store,
      SyncSettings.Remote remote,
      NamespaceIdentity namespace,
      Decision.Allowed allowed) {
    if (allowed.scope().isEmpty() && store.needsScope(namespace)) {
      return Optional.of(
          Problem.of(
              ErrorClass.ScopeDenied,
              Detail.STORE,
              store.identity().kind() + " " + store.identity().name()));
    }
    if (observed.spec() instanceof SpecOutcome.Read(SyncSettings settings)
        && store.leadsTo(namespace.name(), settings.targetName(), allowed.path())) {
      return Optional.of(
          Problem.of(
              ErrorClass.ConfigInvalid,
              Detail.FIELD,
              "spec." + remote.field() + " (the sync's own target " + allowed.path() + ")"));
    }
    return RemotePath.isOfRole(remote.key())
        ? store.rules().refusal(Verb.READ, store.identity(), "spec." + remote.field())
        : store
            .rules()
            .refusal(Verb.READ, store.identity(), allowed.path(), "spec." + remote.field());
  }
}
