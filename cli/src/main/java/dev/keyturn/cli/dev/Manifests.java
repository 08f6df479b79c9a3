package dev.keyturn.cli.dev;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Applies the manifests of a folder, each file again only when its text changed. */
final class Manifests {
  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("keyturn-dev")
          .withForce(true)
          .build();
  private static final List<String> DEFINITIONS =
      List.of(
          "secretstores",
          "clustersecretstores",
          "secretsyncs",
          "clustersecretsyncs",
          "tenantsecretscopes");

  private final KubernetesClient client;
  private final Path folder;
  private final Path secrets;
  private final Map<Path, String> applied = new HashMap<>();

  Manifests(KubernetesClient client, Path folder, Path secrets) {
    this.client = client;
    this.folder = folder;
    this.secrets = secrets.toAbsolutePath().normalize();
  }

  /** Applies our CRDs and makes the namespaces that the operator needs. */
  void prepare() throws DevFailure {
    for (String definition : DEFINITIONS) {
      String resource = "/META-INF/keyturn/crds/keyturn.dev_" + definition + ".yaml";
      try (InputStream yaml = Manifests.class.getResourceAsStream(resource)) {
        if (yaml == null) {
          throw new DevFailure("the build lacks " + resource + "; run ./mvnw -pl crds package");
        }
        apply(new String(yaml.readAllBytes(), StandardCharsets.UTF_8), resource);
      } catch (IOException e) {
        throw new DevFailure("cannot read " + resource);
      }
    }
    namespace("keyturn");
  }

  /**
   * Applies every file that is new or changed.
   *
   * @return one line per file that could not be applied
   */
  List<String> applyChanges() throws DevFailure {
    List<String> problems = new ArrayList<>();
    for (Path file : files()) {
      try {
        String text = Files.readString(file);
        if (!text.equals(applied.get(file))) {
          apply(text, String.valueOf(file.getFileName()));
          applied.put(file, text);
        }
      } catch (IOException e) {
        problems.add(file + ": cannot be read");
      } catch (DevFailure failure) {
        problems.add(failure.getMessage());
      }
    }
    return problems;
  }

  private List<Path> files() throws DevFailure {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> String.valueOf(file.getFileName()).endsWith(".yaml"))
          .filter(file -> !file.toAbsolutePath().normalize().equals(secrets))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new DevFailure("cannot list " + folder);
    }
  }

  private void apply(String text, String name) throws DevFailure {
    for (HasMetadata object : objects(text, name)) {
      String namespace = object.getMetadata().getNamespace();
      if (namespace != null) {
        namespace(namespace);
      }
      try {
        client.resource(object).patch(APPLY);
      } catch (KubernetesClientException e) {
        // The API server's own words about a manifest that the user wrote: no secret can be in it.
        throw new DevFailure(
            name
                + ": "
                + object.getKind()
                + " "
                + object.getMetadata().getName()
                + ": "
                + e.getStatus().getMessage());
      }
    }
  }

  private static List<HasMetadata> objects(String text, String name) throws DevFailure {
    List<HasMetadata> objects = new ArrayList<>();
    for (String document : text.split("(?m)^---\\s*$", -1)) {
      if (document.isBlank()) {
        continue;
      }
      try {
        GenericKubernetesResource object =
            Serialization.unmarshal(document, GenericKubernetesResource.class);
        if (object != null && object.getKind() != null) {
          objects.add(object);
        }
      } catch (RuntimeException e) {
        throw new DevFailure(name + ": is no YAML of a Kubernetes object");
      }
    }
    return objects;
  }

  /** One that is there may be a manifest's own, with labels. */
  private void namespace(String name) {
    if (client.namespaces().withName(name).get() != null) {
      return;
    }
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .patch(APPLY);
  }
}
