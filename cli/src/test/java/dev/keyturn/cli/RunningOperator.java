package dev.keyturn.cli;

import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.operator.runtime.Config;
import dev.keyturn.operator.runtime.OperatorRuntime;
import dev.keyturn.operator.runtime.RbacMode;
import dev.keyturn.operator.runtime.StartException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The operator in this process, at work in the embedded API server. */
public final class RunningOperator implements AutoCloseable {
  private final TestCluster cluster;
  private final OperatorRuntime operator;

  private RunningOperator(TestCluster cluster, OperatorRuntime operator) {
    this.cluster = cluster;
    this.operator = operator;
  }

  /**
   * Starts both.
   *
   * @param folder gets the kubeconfig
   * @param files where file stores may read
   * @param namespace is made
   */
  public static RunningOperator start(Path folder, Path files, String namespace)
      throws StartException {
    TestCluster cluster = new TestCluster(folder).namespace("keyturn").namespace(namespace);
    return new RunningOperator(cluster, OperatorRuntime.start(config(cluster.kubeconfig(), files)));
  }

  private static Config config(Path kubeconfig, Path files) {
    return new Config(
        Optional.of(kubeconfig),
        "keyturn",
        "keyturn-test",
        RbacMode.cluster,
        Set.of(),
        true,
        Optional.of(files),
        List.of(),
        "127.0.0.1",
        0,
        16,
        false,
        Duration.ofSeconds(15),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Config.MetricsPerObject.auto,
        Config.LogLevel.INFO,
        true,
        false);
  }

  public TestCluster cluster() {
    return cluster;
  }

  /** Empty before the operator has said something. */
  public Optional<SecretSyncStatus> status(String namespace, String name) {
    return Optional.ofNullable(
            cluster.client.resources(SecretSync.class).inNamespace(namespace).withName(name).get())
        .map(SecretSync::getStatus);
  }

  @Override
  public void close() {
    operator.close();
    cluster.close();
  }
}
