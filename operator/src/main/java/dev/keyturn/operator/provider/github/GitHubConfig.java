package dev.keyturn.operator.provider.github;

import dev.keyturn.operator.provider.ProviderConfig;
import java.net.URI;

/**
 * One GitHub App.
 *
 * @param api root of the REST API, without a slash at its end
 * @param appId id or client id of the App
 */
public record GitHubConfig(URI api, String appId) implements ProviderConfig {
  /** Credential of the App: its private key in PEM. */
  public static final String PRIVATE_KEY = "privateKey";
}
