package dev.keyturn.operator.provider.kubernetes;

import dev.keyturn.operator.provider.ProviderConfig;
import java.net.URI;

/**
 * One namespace of one cluster.
 *
 * @param server address of the API server; a path before {@code /api} is kept
 * @param namespace whose Secrets are read and written
 */
public record KubernetesConfig(URI server, String namespace, KubernetesAuth auth)
    implements ProviderConfig {}
