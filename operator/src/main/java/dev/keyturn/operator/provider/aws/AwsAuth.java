package dev.keyturn.operator.provider.aws;

/** Whose identity the calls have. The constants name the credentials that a method takes. */
public sealed interface AwsAuth {
  /** Credential of {@link Keys}. */
  String ACCESS_KEY_ID = "accessKeyID";

  /** Credential of {@link Keys}. */
  String SECRET_ACCESS_KEY = "secretAccessKey";

  /** Credential of {@link Keys}, only where the keys are temporary ones. */
  String SESSION_TOKEN = "sessionToken";

  /** An access key made by somebody else. */
  record Keys() implements AwsAuth {}

  /**
   * A ServiceAccount token, exchanged at STS for an hour of a role (AssumeRoleWithWebIdentity).
   *
   * @param role ARN of the role, whose trust policy names the ServiceAccount
   * @param audience of the token that is asked of the token source
   */
  record WebIdentity(String role, String audience) implements AwsAuth {}

  /** The operator's own identity, from where the SDK looks for it too. */
  record OfTheOperator() implements AwsAuth {}
}
