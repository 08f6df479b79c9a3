package dev.keyturn.operator.provider.azure;

/** Whose identity the calls have. The constants name the credentials that a method takes. */
public sealed interface AzureAuth {
  /** Id of the application; of {@link ManagedIdentity} that of a user-assigned one, if any. */
  String CLIENT_ID = "clientId";

  /** Credential of {@link ClientSecret}. */
  String CLIENT_SECRET = "clientSecret";

  /** Credential of {@link ClientCertificate}: a certificate and its private key as PEM. */
  String CLIENT_CERTIFICATE = "clientCertificate";

  /**
   * An application that shows its secret.
   *
   * @param tenant id or domain of the directory
   */
  record ClientSecret(String tenant) implements AzureAuth {}

  /**
   * An application that signs with the key of its certificate (RFC 7523).
   *
   * @param tenant id or domain of the directory
   */
  record ClientCertificate(String tenant) implements AzureAuth {}

  /**
   * A ServiceAccount token, which a federated credential of the application names.
   *
   * @param tenant id or domain of the directory
   * @param audience of the token that is asked of the token source
   */
  record WorkloadIdentity(String tenant, String audience) implements AzureAuth {}

  /** The identity of the machine that the operator runs on. */
  record ManagedIdentity() implements AzureAuth {}
}
