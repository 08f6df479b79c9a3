package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.ProviderConfig;
import java.net.URI;
import java.util.Optional;

/**
 * Secrets Manager of one region as one identity sees it.
 *
 * @param region for example {@code eu-west-1}
 * @param endpoint instead of the region's own: a VPC or FIPS endpoint, or an emulator
 */
public record AwsConfig(String region, Optional<URI> endpoint, AwsAuth auth)
    implements ProviderConfig {}
