package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Session;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.Tag;

/** Gets an hour of a role at STS, which is also the longest for a role of a chain. */
final class Exchange {
  private static final Duration ROLE_LIFETIME = Duration.ofHours(1);

  /** Names the operator in the audit log of the account. */
  static final String ROLE_SESSION = "keyturn";

  private final AwsCalls calls;
  private final InstantSource clock;

  Exchange(AwsCalls calls, InstantSource clock) {
    this.calls = calls;
    this.clock = clock;
  }

  /** For the token of a ServiceAccount. */
  Outcome<Session> ofToken(String role, SecretBytes jwt, Deadline deadline) {
    // Before the request: the lifetime counts from a moment that is not later than the service's.
    Instant issued = clock.instant();
    return calls
        .askSts(
            deadline,
            sts ->
                sts.assumeRoleWithWebIdentity(request ->
                    request
                        .roleArn(role)
                        .roleSessionName(ROLE_SESSION)
                        .webIdentityToken(jwt.withText(String::strip))
                        .durationSeconds((int) ROLE_LIFETIME.toSeconds())))
        .map(answer -> session(answer.credentials(), issued));
  }

  /** For the keys of another identity, which are wiped. */
  Outcome<Session> ofSession(Session before, AwsRole role, Deadline deadline) {
    Instant issued = clock.instant();
    List<Tag> tags =
        role.tags().entrySet().stream()
            .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
            .toList();
    try (SecretBytes keys = before.token()) {
      return calls
          .askSts(
              deadline,
              sts ->
                  sts.assumeRole(request -> {
                    request
                        .roleArn(role.arn())
                        .roleSessionName(ROLE_SESSION)
                        .durationSeconds((int) ROLE_LIFETIME.toSeconds())
                        .overrideConfiguration(AwsCalls.signedWith(keys));
                    role.externalId().ifPresent(request::externalId);
                    if (!tags.isEmpty()) {
                      request.tags(tags);
                    }
                  }))
          .map(answer -> session(answer.credentials(), issued));
    }
  }

  /** No API ends such a session: it is ours in that we make the next one before its end. */
  private static Session session(@Nullable Credentials keys, Instant issued) {
    if (keys == null || keys.expiration() == null) {
      throw new AwsProblem(FailureClass.InvalidData, FailureDetail.NONE);
    }
    return new Session(
        AwsKeys.token(keys.accessKeyId(), keys.secretAccessKey(), Optional.of(keys.sessionToken())),
        issued,
        Optional.of(keys.expiration()),
        false,
        true);
  }
}
