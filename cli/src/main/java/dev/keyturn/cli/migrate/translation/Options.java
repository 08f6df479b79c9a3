package dev.keyturn.cli.migrate.translation;

import org.jspecify.annotations.Nullable;

/**
 * What the manifests do not say.
 *
 * @param store a SecretStore that is there already; null to write them
 * @param server the address that the other tool was told, for what names none
 * @param keyValueVersion {@code v1} or {@code v2} where nothing says it
 */
public record Options(
    @Nullable String store, @Nullable String server, @Nullable String keyValueVersion) {}
