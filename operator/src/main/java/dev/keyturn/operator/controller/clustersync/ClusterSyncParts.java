package dev.keyturn.operator.controller.clustersync;

import dev.keyturn.operator.controller.WakeUp;
import dev.keyturn.operator.kube.NamespaceIndex;
import dev.keyturn.operator.kube.event.EventRecorder;
import dev.keyturn.operator.kube.stamp.StampRemover;
import dev.keyturn.operator.kube.stamp.StampWriter;
import dev.keyturn.operator.kube.status.StatusWriter;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * What the passes over ClusterSecretSyncs work with.
 *
 * @param timer wakes a ClusterSecretSync by its name
 */
public record ClusterSyncParts(
    StampSpecs specs,
    StampedSyncs syncs,
    NamespaceIndex namespaces,
    StampWriter writer,
    StampRemover remover,
    StampBoard board,
    StatusWriter statuses,
    EventRecorder recorder,
    WakeUp<String> timer,
    InstantSource clock,
    LongSupplier nanoTime) {}
