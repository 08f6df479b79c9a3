package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.IssuedToken;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.TokenIssuer;
import dev.keyturn.operator.provider.TokenRequest;
import java.time.Instant;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/** Logins of ECR, and keys of STS: those of a role, or those of the user that the store is. */
final class AwsTokens implements TokenIssuer {
  private final AwsCalls calls;
  private final RegistryLogins registries;

  AwsTokens(AwsCalls calls, RegistryLogins registries) {
    this.calls = calls;
    this.registries = registries;
  }

  @Override
  public Outcome<IssuedToken> issue(TokenRequest request, Call call) {
    return AwsClient.edge(() ->
        switch (request) {
          case TokenRequest.Ecr(boolean ofPublicRegistries) ->
              registries.login(ofPublicRegistries, call);
          case TokenRequest.Sts sts -> keys(sts, call);
          case TokenRequest.Gcr other -> TokenIssuer.notMine();
          case TokenRequest.Acr other -> TokenIssuer.notMine();
          case TokenRequest.GitHub other -> TokenIssuer.notMine();
        });
  }

  private Outcome<IssuedToken> keys(TokenRequest.Sts wish, Call call) {
    return calls
        .askSts(
            call.deadline(),
            sts ->
                wish.role()
                    .map(role -> ofRole(sts, role, wish, call))
                    .orElseGet(() -> ofUser(sts, wish, call)))
        .map(AwsTokens::token);
  }

  private static @Nullable Credentials ofRole(
      StsClient sts, String role, TokenRequest.Sts wish, Call call) {
    return sts.assumeRole(
            request -> {
              request
                  .roleArn(role)
                  .roleSessionName(Exchange.ROLE_SESSION)
                  .durationSeconds((int) wish.life().toSeconds())
                  .overrideConfiguration(AwsCalls.signedWith(call.session().token()));
              wish.externalId().ifPresent(request::externalId);
            })
        .credentials();
  }

  private static @Nullable Credentials ofUser(StsClient sts, TokenRequest.Sts wish, Call call) {
    return sts.getSessionToken(request ->
            request
                .durationSeconds((int) wish.life().toSeconds())
                .overrideConfiguration(AwsCalls.signedWith(call.session().token())))
        .credentials();
  }

  private static IssuedToken token(@Nullable Credentials keys) {
    if (keys == null
        || keys.accessKeyId() == null
        || keys.secretAccessKey() == null
        || keys.sessionToken() == null
        || keys.expiration() == null) {
      throw new AwsProblem(FailureClass.InvalidData, FailureDetail.NONE);
    }
    Instant end = keys.expiration();
    TreeMap<String, SecretBytes> values = new TreeMap<>();
    values.put("access_key_id", SecretBytes.ofText(keys.accessKeyId()));
    values.put("secret_access_key", SecretBytes.ofText(keys.secretAccessKey()));
    values.put("session_token", SecretBytes.ofText(keys.sessionToken()));
    values.put("expiration", SecretBytes.ofText(Long.toString(end.getEpochSecond())));
    return new IssuedToken(values, end);
  }
}
