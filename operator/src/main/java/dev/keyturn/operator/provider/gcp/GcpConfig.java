package dev.keyturn.operator.provider.gcp;

import dev.keyturn.operator.provider.ProviderConfig;
import java.net.URI;
import java.util.Optional;

/**
 * Secret Manager of one project as one identity sees it.
 *
 * @param project id or number of the project
 * @param location of regional secrets; empty for global ones
 * @param endpoint instead of Google's own address: a private endpoint, or an emulator
 * @param kmsKey name of the key under which secrets are created; empty for the project's own
 *     encryption
 */
public record GcpConfig(
    String project,
    Optional<String> location,
    Optional<URI> endpoint,
    Optional<String> kmsKey,
    GcpAuth auth,
    VersionPolicy policy)
    implements ProviderConfig {

  /** What to read where the newest version is disabled or destroyed. */
  public enum VersionPolicy {
    LATEST_OR_FAIL,
    LATEST_OR_FETCH
  }
}
