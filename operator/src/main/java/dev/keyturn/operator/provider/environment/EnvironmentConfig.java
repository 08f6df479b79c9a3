package dev.keyturn.operator.provider.environment;

import dev.keyturn.operator.provider.ProviderConfig;

/**
 * Which variables a store sees.
 *
 * @param prefix of their names, with its last underscore; no part of a key
 */
public record EnvironmentConfig(String prefix) implements ProviderConfig {}
