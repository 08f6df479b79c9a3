package dev.keyturn.cli.migrate.eso;

import org.jspecify.annotations.Nullable;

/**
 * The sync that a spec is written for.
 *
 * @param namespace null of one that is stamped, and where the manifest names none
 * @param name its own
 * @param stamped into several namespaces
 */
record Owner(@Nullable String namespace, String name, boolean stamped) {}
