package dev.keyturn.devcluster.ledger;

/**
 * One request for a resource; never its body.
 *
 * @param verb get, list, watch, create, update, patch, apply (a server-side apply), delete,
 *     deletecollection or upgrade (to a WebSocket)
 * @param group API group; empty for the core group
 * @param resource plural, for example {@code secrets}
 * @param subresource empty, or for example {@code status}
 * @param namespace empty for cluster-scoped kinds and for all namespaces
 * @param name empty for a collection
 */
public record RecordedRequest(
    String verb,
    String group,
    String resource,
    String subresource,
    String namespace,
    String name,
    String userAgent) {}
