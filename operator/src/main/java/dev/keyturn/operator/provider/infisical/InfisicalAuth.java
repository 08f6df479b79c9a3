package dev.keyturn.operator.provider.infisical;

/** How a machine identity logs in. The constants name the credentials that a method takes. */
public sealed interface InfisicalAuth {
  /** Credential of {@link Universal}. */
  String CLIENT_ID = "clientId";

  /** Credential of {@link Universal}. */
  String CLIENT_SECRET = "clientSecret";

  /** Credential of {@link Kubernetes}. */
  String IDENTITY_ID = "identityId";

  /** Credential of {@link Token}. */
  String ACCESS_TOKEN = "accessToken";

  /** Universal Auth: a client id and a client secret. */
  record Universal() implements InfisicalAuth {}

  /**
   * Kubernetes Auth: a token of the token source.
   *
   * @param audience of that token
   */
  record Kubernetes(String audience) implements InfisicalAuth {}

  /** An access token that somebody else made: neither renewed nor revoked. */
  record Token() implements InfisicalAuth {}
}
