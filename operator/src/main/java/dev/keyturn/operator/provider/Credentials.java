package dev.keyturn.operator.provider;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Resolved before a client is opened: a provider never reads Kubernetes, files or the environment
 * for a credential.
 *
 * @param secrets by the name that the provider's factory documents, for example {@code token}
 * @param tokens makes ServiceAccount tokens, where the login asks for one
 */
public record Credentials(Map<String, SecretBytes> secrets, Optional<TokenSource> tokens) {

  public static Credentials none() {
    return new Credentials(Map.of(), Optional.empty());
  }

  /**
   * Makes a short-lived token of the tenant's ServiceAccount; an empty audience means that of this
   * cluster's API server.
   */
  @FunctionalInterface
  public interface TokenSource {
    Outcome<SecretBytes> token(String audience, Duration lifetime, Deadline deadline);
  }
}
