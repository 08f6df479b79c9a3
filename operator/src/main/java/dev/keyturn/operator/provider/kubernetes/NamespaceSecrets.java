package dev.keyturn.operator.provider.kubernetes;

import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.wire.StrictJson;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.util.function.Function;

/** Reads single Secrets of one namespace. */
final class NamespaceSecrets {
  private final String namespace;
  private final KubernetesCalls calls;
  private final StatusMeaning meaning;
  private final RecentStanding recent;

  NamespaceSecrets(
      String namespace, KubernetesCalls calls, StatusMeaning meaning, RecentStanding recent) {
    this.namespace = namespace;
    this.calls = calls;
    this.meaning = meaning;
    this.recent = recent;
  }

  static String path(String namespace) {
    return "/api/v1/namespaces/" + namespace + "/secrets";
  }

  /** There is one version of a Secret, the current one. */
  Outcome<RemoteValue> read(RemoteRef ref, Call call) {
    if (ref.version().isPresent()) {
      throw new WireProblem(FailureClass.InvalidData, FailureDetail.FIELD);
    }
    return use(ref.key(), call, secret -> Outcome.ok(secret.value()));
  }

  /** Lends the Secret to the function, which must not keep it. */
  <T> Outcome<T> use(String key, Call call, Function<SecretObject, Outcome<T>> use) {
    String name = SecretName.of(key);
    Outcome<T> outcome =
        calls.get(
            path(namespace) + "/" + name,
            KubernetesCalls.JSON,
            KubernetesCalls.OBJECT_LIMIT,
            call.session().token(),
            call.deadline(),
            answer -> used(answer, name, use));
    return outcome instanceof Outcome.Failed<T>(Failure failure) && isMissing(failure)
        ? Outcome.failed(missing(failure, call))
        : outcome;
  }

  private <T> Outcome<T> used(Answer answer, String name, Function<SecretObject, Outcome<T>> use) {
    if (answer.status() != 200) {
      return Outcome.failed(meaning.of(answer));
    }
    try (SecretObject secret = StrictJson.read(answer.body(), SecretObject::read)) {
      if (!secret.name().equals(name)) {
        throw WireProblem.invalid();
      }
      return use.apply(secret);
    }
  }

  private static boolean isMissing(Failure failure) {
    return failure.kind() == FailureClass.NotFound && failure.detail() == FailureDetail.NONE;
  }

  /** The API server says the same of a Secret that is gone and of one whose namespace is. */
  private Failure missing(Failure failure, Call call) {
    Outcome<NamespaceStanding> seen =
        recent.get(
            () -> {
              call.another();
              return standing(call);
            },
            call.deadline());
    return switch (seen) {
      case Outcome.Ok<NamespaceStanding>(NamespaceStanding standing) ->
          switch (standing) {
            case THERE -> failure;
            case GONE -> failure.withDetail(FailureDetail.CONTAINER_MISSING);
            case UNKNOWN -> failure.withDetail(FailureDetail.CONTAINER_UNKNOWN);
          };
      case Outcome.Failed<NamespaceStanding>(Failure unknown) -> unknown;
    };
  }

  /** Asks for the namespace. */
  Outcome<NamespaceStanding> standing(Call call) {
    return calls.get(
        "/api/v1/namespaces/" + namespace,
        KubernetesCalls.JSON,
        KubernetesCalls.OBJECT_LIMIT,
        call.session().token(),
        call.deadline(),
        answer ->
            switch (answer.status()) {
              case 200 ->
                  Outcome.ok(
                      StrictJson.read(answer.body(), NamespaceSecrets::ends)
                          ? NamespaceStanding.GONE
                          : NamespaceStanding.THERE);
              case 403 -> Outcome.ok(NamespaceStanding.UNKNOWN);
              default -> {
                Failure failure = meaning.of(answer);
                yield failure.detail() == FailureDetail.CONTAINER_MISSING
                    ? Outcome.ok(NamespaceStanding.GONE)
                    : Outcome.failed(failure);
              }
            });
  }

  private static boolean ends(StrictJson json) {
    boolean[] ends = new boolean[1];
    json.object(name -> {
      if (name.equals("metadata")) {
        json.object(field -> {
          ends[0] |= field.equals("deletionTimestamp") && !json.isNull();
          json.skip();
        });
      } else {
        json.skip();
      }
    });
    return ends[0];
  }
}
