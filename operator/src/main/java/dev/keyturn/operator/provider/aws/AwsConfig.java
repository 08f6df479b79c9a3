package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.ProviderConfig;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * The secrets of one service in one region as one identity sees them.
 *
 * @param region for example {@code eu-west-1}
 * @param endpoint instead of the region's own: a VPC or FIPS endpoint, or an emulator
 * @param roles assumed one after the other, beginning with the identity of {@code auth}
 */
public record AwsConfig(
    Service service,
    String region,
    Optional<URI> endpoint,
    AwsAuth auth,
    List<AwsRole> roles,
    AwsWriting writing)
    implements ProviderConfig {

  /** What keeps the secrets. */
  public enum Service {
    SecretsManager,
    ParameterStore
  }

  /** Secrets Manager with the identity of {@code auth} itself. */
  public static AwsConfig secretsManager(String region, Optional<URI> endpoint, AwsAuth auth) {
    return new AwsConfig(
        Service.SecretsManager, region, endpoint, auth, List.of(), AwsWriting.usual());
  }
}
