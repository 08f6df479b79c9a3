package dev.keyturn.operator.runtime;

import dev.keyturn.operator.controller.store.HomeCluster;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** How to reach the API server: a named kubeconfig, or the pod's own ServiceAccount. */
final class KubernetesConfig {
  private KubernetesConfig() {}

  /** The same API server for stores that read this cluster's Secrets, each as itself. */
  static HomeCluster home(Config config) {
    return HomeCluster.of(config.getMasterUrl(), config.getCaCertFile(), config.getCaCertData());
  }

  static Config load(Optional<Path> kubeconfig) throws StartException {
    if (kubeconfig.isEmpty()) {
      return Config.autoConfigure(null);
    }
    try {
      return Config.fromKubeconfig(Files.readString(kubeconfig.get()));
    } catch (IOException e) {
      throw new StartException(
          "--kubeconfig names a file that cannot be read: " + kubeconfig.get());
    }
  }
}
