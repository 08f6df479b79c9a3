package dev.keyturn.operator.runtime.trial;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What is tried.
 *
 * @param kubeconfig absent in a cluster
 * @param namespace of all objects
 * @param name of the objects and of the ServiceAccount that the store logs in with
 * @param storeOnly true where the operator works in no namespace, so that a sync cannot work
 * @param deadline how long the operator may take
 */
public record TrialPlan(
    Optional<Path> kubeconfig,
    String namespace,
    String name,
    boolean storeOnly,
    Duration deadline) {}
