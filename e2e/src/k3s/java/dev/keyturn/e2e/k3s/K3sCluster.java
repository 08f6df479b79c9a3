package dev.keyturn.e2e.k3s;

import dev.keyturn.e2e.kube.ExternalCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;

/** A k3s in a container: the whole end-to-end suite runs against it. */
public final class K3sCluster implements ExternalCluster {
  private static final String IMAGE =
      System.getProperty("keyturn.k3s.image", "rancher/k3s:v1.34.1-k3s1");

  private final K3sContainer container = new K3sContainer(DockerImageName.parse(IMAGE));
  private final Path kubeconfig;

  /** Called by the service loader. */
  public K3sCluster() {
    try {
      kubeconfig = Files.createTempFile("keyturn-k3s", ".kubeconfig");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void start() {
    container.start();
    try {
      Files.writeString(kubeconfig, container.getKubeConfigYaml());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Path kubeconfig() {
    return kubeconfig;
  }

  @Override
  public void close() {
    container.stop();
    try {
      Files.deleteIfExists(kubeconfig);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
