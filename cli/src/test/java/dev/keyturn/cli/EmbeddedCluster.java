package dev.keyturn.cli;

import dev.keyturn.devcluster.DevCluster;
import dev.keyturn.devcluster.DevClusterOptions;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;

/** The embedded API server with our definitions. */
public final class EmbeddedCluster implements AutoCloseable {
  private static final PatchContext STRICT =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("test")
          .withForce(true)
          .withFieldValidation("Strict")
          .build();

  private final DevCluster server;
  private final KubernetesClient client;

  private EmbeddedCluster(DevCluster server, KubernetesClient client) {
    this.server = server;
    this.client = client;
  }

  public static EmbeddedCluster start() {
    try {
      DevCluster server = DevCluster.start(DevClusterOptions.defaults());
      EmbeddedCluster cluster =
          new EmbeddedCluster(
              server,
              new KubernetesClientBuilder()
                  .withConfig(Config.fromKubeconfig(server.kubeconfig()))
                  .build());
      cluster.define("secretstores");
      cluster.define("secretsyncs");
      return cluster;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void define(String plural) throws IOException {
    String resource = "/META-INF/keyturn/crds/keyturn.dev_" + plural + ".yaml";
    try (InputStream yaml =
        Objects.requireNonNull(EmbeddedCluster.class.getResourceAsStream(resource))) {
      apply(Serialization.unmarshal(yaml, GenericKubernetesResource.class));
    }
  }

  /** Applies the documents of a text on the server, strictly: an unknown field is an error. */
  public void apply(String yaml) {
    for (String document : yaml.split("(?m)^---$", -1)) {
      apply(Serialization.unmarshal(document, GenericKubernetesResource.class));
    }
  }

  private void apply(HasMetadata object) {
    client.resource(object).patch(STRICT);
  }

  public DevCluster server() {
    return server;
  }

  public KubernetesClient client() {
    return client;
  }

  /** Writes an administrator's kubeconfig. */
  public String kubeconfig(Path file) throws IOException {
    server.writeKubeconfig(file);
    return file.toString();
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
