package dev.keyturn.operator.provider;

import java.util.Optional;

/**
 * One secret at a backend.
 *
 * @param key the backend's native name, final: prefix added, scope checked
 * @param version empty for the newest
 */
public record RemoteRef(String key, Optional<String> version) {}
