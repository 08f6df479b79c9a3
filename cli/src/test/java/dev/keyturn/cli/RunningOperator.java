package dev.keyturn.cli;

import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.devcluster.DevCluster;
import dev.keyturn.devcluster.DevClusterOptions;
import dev.keyturn.operator.runtime.Config;
import dev.keyturn.operator.runtime.OperatorRuntime;
import dev.keyturn.operator.runtime.RbacMode;
import dev.keyturn.operator.runtime.StartException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The operator in this process, at work in the embedded API server. */
public final class RunningOperator implements AutoCloseable {
  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("test")
          .withForce(true)
          .withFieldValidation("Strict")
          .build();

  private final DevCluster server;
  private final KubernetesClient client;
  private final OperatorRuntime operator;

  private RunningOperator(DevCluster server, KubernetesClient client, OperatorRuntime operator) {
    this.server = server;
    this.client = client;
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
      throws IOException, StartException {
    DevCluster server = DevCluster.start(DevClusterOptions.defaults().withTls(false));
    Path kubeconfig = folder.resolve("kubeconfig");
    server.writeKubeconfig(kubeconfig);
    KubernetesClient client =
        new KubernetesClientBuilder()
            .withConfig(io.fabric8.kubernetes.client.Config.fromKubeconfig(server.kubeconfig()))
            .build();
    for (String kind :
        List.of(
            "secretstores",
            "clustersecretstores",
            "secretsyncs",
            "clustersecretsyncs",
            "tenantsecretscopes")) {
      try (InputStream definition =
          Objects.requireNonNull(
              RunningOperator.class.getResourceAsStream(
                  "/META-INF/keyturn/crds/keyturn.dev_" + kind + ".yaml"))) {
        client.load(definition).create();
      }
    }
    for (String name : List.of("keyturn", namespace)) {
      client
          .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
          .create();
    }
    return new RunningOperator(server, client, OperatorRuntime.start(config(kubeconfig, files)));
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

  /** Applies every object of a text. */
  public void apply(String yaml) {
    for (HasMetadata object :
        client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))).items()) {
      client.resource(object).patch(APPLY);
    }
  }

  public DevCluster server() {
    return server;
  }

  public KubernetesClient client() {
    return client;
  }

  /** Empty before the operator has said something. */
  public Optional<SecretSyncStatus> status(String namespace, String name) {
    return Optional.ofNullable(
            client.resources(SecretSync.class).inNamespace(namespace).withName(name).get())
        .map(SecretSync::getStatus);
  }

  @Override
  public void close() {
    operator.close();
    client.close();
    server.close();
  }
}
