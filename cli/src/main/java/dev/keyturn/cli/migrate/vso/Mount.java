package dev.keyturn.cli.migrate.vso;

/**
 * A mount of the key-value engine.
 *
 * @param version {@code v1} or {@code v2}
 */
record Mount(String path, String version) {}
