package dev.keyturn.operator.provider.gcp;

import dev.keyturn.operator.provider.BackendHttp;
import java.net.URI;
import java.util.function.Supplier;

/**
 * Where the operator's own identity is asked for.
 *
 * @param address without a path
 * @param http opens a client that reaches this address and nothing else; no text of a tenant is
 *     ever sent through it
 */
public record MetadataServer(URI address, Supplier<BackendHttp> http) {}
