package dev.keyturn.operator.runtime;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** How to reach the API server: a named kubeconfig, or the pod's own ServiceAccount. */
final class KubernetesConfig {
  private KubernetesConfig() {}

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
