package dev.keyturn.cli;

import dev.keyturn.devcluster.DevCluster;
import dev.keyturn.devcluster.DevClusterOptions;
import dev.keyturn.devcluster.fault.RequestMatch;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The embedded cluster with our definitions, and somebody who runs the command against it. */
public final class TestCluster implements AutoCloseable {
  private static final List<String> DEFINITIONS =
      List.of(
          "secretstores",
          "clustersecretstores",
          "secretsyncs",
          "clustersecretsyncs",
          "tenantsecretscopes");

  /** An unknown field is an error. */
  private static final PatchContext STRICT =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("test")
          .withForce(true)
          .withFieldValidation("Strict")
          .build();

  public final DevCluster server;
  public final KubernetesClient client;
  private final Path folder;

  public TestCluster(Path folder) {
    this.folder = folder;
    try {
      server = DevCluster.start(DevClusterOptions.defaults().withTls(false));
      server.writeKubeconfig(folder.resolve("kubeconfig"));
      Config settings = Config.fromKubeconfig(server.kubeconfig());
      settings.setUserAgent("test");
      settings.setOnlyHttpWatches(true);
      settings.setRequestRetryBackoffLimit(4);
      client = new KubernetesClientBuilder().withConfig(settings).build();
      for (String definition : DEFINITIONS) {
        String name = "/META-INF/keyturn/crds/keyturn.dev_" + definition + ".yaml";
        try (InputStream yaml =
            Objects.requireNonNull(TestCluster.class.getResourceAsStream(name))) {
          client.load(yaml).create();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Applies the documents of a text on the server. */
  public void apply(String manifests) {
    for (String document : documents(manifests)) {
      client
          .resource(Serialization.unmarshal(document, GenericKubernetesResource.class))
          .patch(STRICT);
    }
  }

  public TestCluster namespace(String name) {
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    return this;
  }

  /** Of an administrator. */
  public Path kubeconfig() {
    return folder.resolve("kubeconfig");
  }

  private static String[] documents(String manifests) {
    return manifests.split("(?m)^---$", -1);
  }

  /** Creates the objects of a text of several documents, each with the status that it has there. */
  public TestCluster with(String manifests) {
    for (String document : documents(manifests)) {
      GenericKubernetesResource object =
          Serialization.unmarshal(document, GenericKubernetesResource.class);
      Object status = object.getAdditionalProperties().get("status");
      GenericKubernetesResource created = client.resource(object).create();
      if (status != null && object.getApiVersion().startsWith("keyturn.dev")) {
        created.setAdditionalProperty("status", status);
        client.resource(created).updateStatus();
      }
    }
    return this;
  }

  /** Refuses everything that the command asks of a resource from now on. */
  public void deny(String verb, String resource) {
    server
        .faults()
        .failNext(
            Integer.MAX_VALUE,
            RequestMatch.of(verb, resource).by("fabric8"),
            HttpURLConnection.HTTP_FORBIDDEN);
  }

  public Invocation run(String... arguments) {
    return Invocation.in(folder, environment(), "", arguments);
  }

  /** The same, as a person at a terminal sees it. */
  public Invocation runAtTerminal(String... arguments) {
    return Invocation.atTerminal(folder, environment(), arguments);
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }

  private static Map<String, String> environment() {
    return Map.of("KUBECONFIG", "kubeconfig");
  }
}
