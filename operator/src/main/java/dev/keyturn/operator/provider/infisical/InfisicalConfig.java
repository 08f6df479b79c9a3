package dev.keyturn.operator.provider.infisical;

import dev.keyturn.operator.provider.ProviderConfig;
import java.net.URI;

/**
 * One folder of one environment as one machine identity sees it.
 *
 * @param host address of the server, with or without {@code /api} at its end
 * @param environment slug of the environment
 * @param path folder to which keys are relative, with a slash before it and none behind it; {@code
 *     /} for the root
 * @param recursive whether a folder's folders are listed with it
 * @param expandReferences whether the server replaces references to other secrets by their values
 */
public record InfisicalConfig(
    URI host,
    InfisicalProject project,
    String environment,
    String path,
    boolean recursive,
    boolean expandReferences,
    InfisicalAuth auth)
    implements ProviderConfig {}
