package dev.keyturn.operator.provider;

import java.util.Optional;

/**
 * How a backend is.
 *
 * @param serverVersion as the backend says it, at most 64 characters of {@code [A-Za-z0-9.+_-]}
 * @param sealed true where the backend holds its data locked
 * @param standby true where another member of the backend's cluster is the active one
 */
public record ProbeReport(Optional<String> serverVersion, boolean sealed, boolean standby) {}
