package dev.keyturn.operator.provider.kubernetes;

import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.provider.wire.RequestBody;
import dev.keyturn.operator.provider.wire.StrictJson;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Gets the token that calls carry, of the credentials that it owns, and has the API server say
 * whether it is good.
 */
final class KubernetesLogin implements AutoCloseable {
  /** No API server may be set to grant less than this: --service-account-max-token-expiration. */
  private static final Duration LIFETIME = Duration.ofHours(1);

  /** Asks what the token may do, which every identity may ask. */
  private static final String REVIEW = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

  private final KubernetesConfig config;
  private final Credentials credentials;
  private final KubernetesCalls calls;
  private final StatusMeaning meaning;
  private final InstantSource clock;

  KubernetesLogin(
      KubernetesConfig config,
      Credentials credentials,
      KubernetesCalls calls,
      InstantSource clock) {
    this.config = config;
    this.credentials = credentials;
    this.calls = calls;
    this.meaning = new StatusMeaning(clock);
    this.clock = clock;
  }

  Outcome<Session> login(Deadline deadline) {
    // Before the request: the lifetime counts from a moment that is not later than the server's.
    Instant issued = clock.instant();
    return switch (config.auth()) {
      case KubernetesAuth.Token kept ->
          token()
              .then(token -> verified(token, deadline))
              .map(token -> new Session(token, issued, Optional.empty(), false, false));
      case KubernetesAuth.Account account ->
          requested(account, deadline)
              .then(token -> verified(token, deadline))
              // Nothing ends such a token before its time: it is ours in that we make the next one.
              .map(token ->
                  new Session(token, issued, Optional.of(issued.plus(LIFETIME)), false, true));
    };
  }

  /** Without the end of line that editors and shells leave behind. */
  private Outcome<SecretBytes> token() {
    return Optional.ofNullable(credentials.secrets().get(KubernetesAuth.TOKEN))
        .map(kept -> kept.withText(text -> SecretBytes.ofText(text.strip())))
        .map(Outcome::ok)
        .orElseGet(() -> Outcome.failed(FailureClass.AuthFailed, FailureDetail.FIELD));
  }

  private Outcome<SecretBytes> requested(KubernetesAuth.Account account, Deadline deadline) {
    return credentials
        .tokens()
        .map(tokens -> tokens.token(account.audience().orElse(""), LIFETIME, deadline))
        .orElseGet(() -> Outcome.failed(FailureClass.AuthFailed, FailureDetail.FIELD));
  }

  private Outcome<SecretBytes> verified(SecretBytes token, Deadline deadline) {
    if (!isLegal(token)) {
      token.close();
      return Outcome.failed(FailureClass.AuthFailed, FailureDetail.FIELD);
    }
    Outcome<SecretBytes> verified;
    try (SecretBytes question = question()) {
      verified =
          calls.change(
              "POST",
              REVIEW,
              KubernetesCalls.JSON,
              question,
              token,
              deadline,
              answer -> judged(answer, token));
    }
    if (verified instanceof Outcome.Failed<SecretBytes>(Failure failure)) {
      token.close();
      return Outcome.failed(failure.withMayHaveApplied(false));
    }
    return verified;
  }

  /** Whether it may read is not asked for: a role may name single Secrets. */
  private Outcome<SecretBytes> judged(Answer answer, SecretBytes token) {
    return switch (answer.status()) {
      case 200, 201 ->
          StrictJson.read(answer.body(), KubernetesLogin::isReview)
              ? Outcome.ok(token)
              : Outcome.failed(FailureClass.InvalidData);
      // Somebody may have taken even this right from the identity, which is one all the same.
      case 403 -> Outcome.ok(token);
      default -> Outcome.failed(meaning.of(answer));
    };
  }

  /** Whatever it says: it is the API server that has taken the token, and nothing before it. */
  private static boolean isReview(StrictJson json) {
    AtomicBoolean judged = new AtomicBoolean();
    json.object(name -> {
      if (name.equals("status")) {
        judged.set(true);
      }
      json.skip();
    });
    return judged.get();
  }

  private SecretBytes question() {
    return RequestBody.of(body -> {
      body.writeStringField("apiVersion", "authorization.k8s.io/v1");
      body.writeStringField("kind", "SelfSubjectAccessReview");
      body.writeObjectFieldStart("spec");
      body.writeObjectFieldStart("resourceAttributes");
      body.writeStringField("namespace", config.namespace());
      body.writeStringField("verb", "get");
      body.writeStringField("resource", "secrets");
      body.writeEndObject();
      body.writeEndObject();
    });
  }

  /** Visible ASCII, not empty: nothing else can be sent in a header. */
  private static boolean isLegal(SecretBytes token) {
    return token.with(bytes -> {
      for (byte octet : bytes) {
        if (octet <= ' ' || octet == 0x7f) {
          return false;
        }
      }
      return bytes.length > 0;
    });
  }

  @Override
  public void close() {
    credentials.secrets().values().forEach(SecretBytes::close);
  }
}
