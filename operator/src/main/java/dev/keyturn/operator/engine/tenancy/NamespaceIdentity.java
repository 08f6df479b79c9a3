package dev.keyturn.operator.engine.tenancy;

/**
 * A namespace as the API server knows it now.
 *
 * @param uid tells a namespace from an earlier one of the same name
 */
public record NamespaceIdentity(String name, String uid) {}
