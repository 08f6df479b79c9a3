package dev.keyturn.operator.engine.stamp;

import dev.keyturn.crds.v1alpha1.SecretSyncSpec;
import java.util.SortedMap;

/**
 * What a ClusterSecretSync asks for.
 *
 * @param name of the SecretSync in each namespace
 */
public record StampSettings(
    NamespaceSelection selection,
    String name,
    SortedMap<String, String> labels,
    SortedMap<String, String> annotations,
    SecretSyncSpec spec) {}
