package dev.keyturn.e2e.kube;

import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * A cluster that the tests use instead of starting the processes of one. A {@link ServiceLoader}
 * finds it: the profile {@code k3s} brings one.
 */
public interface ExternalCluster extends AutoCloseable {

  /** A new one, not started; empty where no profile brings one. */
  static Optional<ExternalCluster> find() {
    return ServiceLoader.load(ExternalCluster.class).findFirst();
  }

  /** Starts it and waits until it is usable. */
  void start();

  /** Of an administrator, with the certificates in it. */
  Path kubeconfig();

  @Override
  void close();
}
