package dev.keyturn.operator.source.http;

/**
 * What all stores share of the network.
 *
 * @param endpoints where their requests may go
 * @param names how they find it
 */
public record BackendNetwork(EndpointPolicy endpoints, HostLookup names) {}
