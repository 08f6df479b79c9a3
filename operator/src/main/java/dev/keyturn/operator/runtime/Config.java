package dev.keyturn.operator.runtime;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that can be set, parsed once at start; docs/reference/operator-flags.md is made from
 * {@link Flags}.
 *
 * @param kubeconfig absent in a cluster
 * @param operatorNamespace where the lease and the hash key live
 * @param podName this replica's name in the lease
 * @param namespaces the namespaces whose Secrets may be read and written; empty in mode cluster
 * @param fileRoot folder below which the file provider may read; absent = the provider is refused
 * @param allowFileProvider true where file and fake stores work
 * @param endpoints which backends a store may name: {@code https://*}, {@code
 *     http://127.0.0.1:8200}
 * @param httpAddress address of health and metrics
 * @param httpPort 0 picks a free one
 * @param workers how many reconciles run at once
 * @param leaderElection false only for a single process without a lease
 * @param leaseDuration how long a lost leader may still be believed in
 * @param drain how long running passes may take to end after SIGTERM
 * @param storeProbe how often a store that is down is asked again
 * @param allowRestarts true where workloads may be restarted after a change of their Secrets
 * @param allowOperatorIdentity true where a SecretStore may use the operator's own identity at AWS
 */
public record Config(
    Optional<Path> kubeconfig,
    String operatorNamespace,
    String podName,
    RbacMode rbacMode,
    Set<String> namespaces,
    boolean allowFileProvider,
    Optional<Path> fileRoot,
    List<String> endpoints,
    String httpAddress,
    int httpPort,
    int workers,
    boolean leaderElection,
    Duration leaseDuration,
    Duration drain,
    Duration storeProbe,
    MetricsPerObject metricsPerObject,
    LogLevel logLevel,
    boolean allowRestarts,
    boolean allowOperatorIdentity) {

  /** Empty for all. In mode namespaced the operator may not list namespaces, only read its own. */
  Set<String> namespacesToRead() {
    return rbacMode == RbacMode.namespaced
        ? Stream.concat(namespaces.stream(), Stream.of(operatorNamespace))
            .collect(Collectors.toUnmodifiableSet())
        : Set.of();
  }

  /** How many series the metrics hold per object. */
  public enum MetricsPerObject {
    auto,
    full,
    unready,
    off
  }

  /** Least severity of our own log lines. */
  public enum LogLevel {
    DEBUG,
    INFO,
    WARN,
    ERROR
  }
}
