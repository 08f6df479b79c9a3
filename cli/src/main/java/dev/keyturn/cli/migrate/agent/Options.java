package dev.keyturn.cli.migrate.agent;

import org.jspecify.annotations.Nullable;

/**
 * What the manifests do not say.
 *
 * @param store a SecretStore that is there already; null to write them
 * @param server the address that the injector was told, for pods without {@code service}
 * @param keyValueVersion {@code v1} or {@code v2} where neither path nor template says it
 */
public record Options(
    @Nullable String store, @Nullable String server, @Nullable String keyValueVersion) {}
