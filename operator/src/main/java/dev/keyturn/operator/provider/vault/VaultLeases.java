package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.CredentialLease;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.LeaseId;
import dev.keyturn.operator.provider.LeaseIssuer;
import dev.keyturn.operator.provider.LeaseRequest;
import dev.keyturn.operator.provider.LeaseTerms;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient.Done;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.HttpMeaning;
import dev.keyturn.operator.provider.wire.RequestBody;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Leases of any engine. The id goes into the body, not into the path: ids hold slashes, and the old
 * forms with the id in the path left OpenBao in 2.5.4.
 */
final class VaultLeases implements LeaseIssuer {
  private final VaultTransport transport;
  private final StatusMeaning meaning;
  private final Optional<String> namespace;

  VaultLeases(VaultTransport transport, StatusMeaning meaning, Optional<String> namespace) {
    this.transport = transport;
    this.meaning = meaning;
    this.namespace = namespace;
  }

  @Override
  public Outcome<CredentialLease> issue(LeaseRequest request, Call call) {
    return VaultClient.edge(() -> {
      String path = encoded(request.path());
      return switch (request.method()) {
        case GET ->
            answered(
                transport.send(
                    new VaultOperation.Fetch(
                        path, call.session().token(), namespace, VaultClient.auditId(call)),
                    call.deadline()),
                this::issued);
        case POST -> submit(path, request.parameters(), call, this::issued);
      };
    });
  }

  private Outcome<CredentialLease> issued(Answer answer) {
    return switch (answer.status()) {
      case 200 -> Outcome.ok(LeaseBody.issued(answer.body()));
      default -> Outcome.failed(meaning.ofEngine(answer));
    };
  }

  @Override
  public Outcome<LeaseTerms> renew(LeaseId lease, Duration increment, Call call) {
    return VaultClient.edge(() ->
        submit(
            "sys/leases/renew",
            Map.of("lease_id", lease.text(), "increment", increment.toSeconds() + "s"),
            call,
            answer -> known(answer, LeaseBody::renewed)));
  }

  @Override
  public Outcome<LeaseTerms> lookup(LeaseId lease, Call call) {
    return VaultClient.edge(() ->
        submit(
            "sys/leases/lookup",
            Map.of("lease_id", lease.text()),
            call,
            answer -> known(answer, LeaseBody::lookedUp)));
  }

  @Override
  public Outcome<Done> revoke(LeaseId lease, Call call) {
    return VaultClient.edge(
        () -> submit("sys/leases/revoke", Map.of("lease_id", lease.text()), call, this::revoked));
  }

  /** A proxy says the same, but not in the server's own words. */
  private static boolean isOfTheServer(Answer answer) {
    return ErrorList.read(answer.body()).isPresent();
  }

  /** Vault answers 400 for a lease that it does not know, and for one that cannot be renewed. */
  private Outcome<LeaseTerms> known(Answer answer, Function<SecretBytes, LeaseTerms> body) {
    return switch (answer.status()) {
      case 200 -> Outcome.ok(body.apply(answer.body()));
      case 400 ->
          Outcome.failed(
              isOfTheServer(answer)
                  ? Failure.of(FailureClass.NotFound, FailureDetail.LEASE_UNKNOWN)
                      .withStatus(answer.status())
                  : meaning.of(answer));
      default -> Outcome.failed(meaning.of(answer));
    };
  }

  private Outcome<Done> revoked(Answer answer) {
    boolean over =
        switch (answer.status()) {
          case 200, 202, 204 -> HttpMeaning.isOfAnApi(answer);
          case 400 -> isOfTheServer(answer);
          default -> false;
        };
    return over ? Outcome.ok(new Done()) : Outcome.failed(meaning.of(answer));
  }

  private <T> Outcome<T> submit(
      String path,
      Map<String, String> members,
      Call call,
      Function<Answer, Outcome<T>> meaningOfAnswer) {
    Map<String, String> inOrder = new TreeMap<>(members);
    try (SecretBytes body =
        RequestBody.of(json -> {
          for (Map.Entry<String, String> member : inOrder.entrySet()) {
            json.writeStringField(member.getKey(), member.getValue());
          }
        })) {
      return answered(
          transport.send(
              new VaultOperation.Submit(
                  path, body, call.session().token(), namespace, VaultClient.auditId(call)),
              call.deadline()),
          meaningOfAnswer);
    }
  }

  private static <T> Outcome<T> answered(
      Outcome<Answer> outcome, Function<Answer, Outcome<T>> meaningOfAnswer) {
    return outcome.then(answer -> {
      try (answer) {
        return meaningOfAnswer.apply(answer);
      }
    });
  }

  private static String encoded(String path) {
    return VaultPath.encode(path)
        .orElseThrow(() -> new WireProblem(FailureClass.InvalidData, FailureDetail.NAME_ILLEGAL));
  }
}
