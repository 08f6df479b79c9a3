package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.operator.engine.tenancy.Decision;
import dev.keyturn.operator.engine.tenancy.Gate;
import dev.keyturn.operator.engine.tenancy.RemotePath;
import dev.keyturn.operator.engine.tenancy.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The leave to have made what a sync wants made. Pure. */
public sealed interface IssueGrants {

  /** All of it, the lease, then the certificate, then the token. */
  record Given(List<IssueRequest> requests) implements IssueGrants {}

  /** Some of it not. */
  record Refused(Problem why) implements IssueGrants {}

  /** Decides by the path that is really called; the store's prefix is of stored values alone. */
  static IssueGrants of(Observed observed, StoreView.Usable store, Issues issues) {
    List<IssueRequest> requests = new ArrayList<>();
    Optional<Problem> refused = Optional.empty();
    if (issues.dynamic().isPresent()) {
      Issues.Dynamic source = issues.dynamic().get();
      refused =
          add(
              observed,
              store,
              source.field() + ".path",
              "dynamic:" + source.path(),
              granted -> new IssueRequest.Lease(source, granted),
              requests);
    }
    if (issues.certificate().isPresent() && refused.isEmpty()) {
      Issues.Certificate source = issues.certificate().get();
      refused =
          add(
              observed,
              store,
              source.field() + ".role",
              "pki:" + source.mount() + "/" + source.role(),
              granted -> new IssueRequest.Certificate(source, granted),
              requests);
    }
    if (issues.token().isPresent() && refused.isEmpty()) {
      Issues.Token source = issues.token().get();
      refused =
          add(
              observed,
              store,
              source.field(),
              "token:" + source.path(),
              granted -> new IssueRequest.Token(source, granted),
              requests);
    }
    return refused.<IssueGrants>map(Refused::new).orElseGet(() -> new Given(requests));
  }

  private static Optional<Problem> add(
      Observed observed,
      StoreView.Usable store,
      String field,
      String path,
      Function<Decision.Allowed, IssueRequest> request,
      List<IssueRequest> requests) {
    if (observed.namespace().isEmpty()) {
      return Optional.of(
          Problem.of(
              ErrorClass.ScopeDenied, Detail.NAMESPACE_RECREATED, observed.id().namespace()));
    }
    return switch (RemotePath.canonical(path)) {
      case RemotePath.Canonical.Refused refused ->
          Optional.of(Problem.of(ErrorClass.ConfigInvalid, Detail.FIELD, "spec." + field));
      case RemotePath.Canonical.Ok(RemotePath canonical) ->
          switch (Gate.decide(
              observed.namespace().get(),
              store.identity(),
              Verb.READ,
              canonical,
              observed.scopes())) {
            case Decision.Allowed allowed -> {
              Optional<Problem> closed =
                  store.rules().refusal(Verb.READ, store.identity(), "spec." + field);
              if (closed.isEmpty()) {
                requests.add(request.apply(allowed));
              }
              yield closed;
            }
            case Decision.Denied denied ->
                Optional.of(
                    Problem.of(
                        ErrorClass.ScopeDenied,
                        denied.detail(),
                        store.identity().kind() + " " + store.identity().name() + ", " + path));
          };
    };
  }
}
