package dev.keyturn.benchmarks.world;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.concurrent.TimeUnit;

/** Applies documents of YAML as a person would. */
final class Manifests {
  static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("bench")
          .withForce(true)
          .build();

  private final KubernetesClient client;

  Manifests(KubernetesClient client) {
    this.client = client;
  }

  /** Applies a document; it goes to the namespace unless it names one. */
  void apply(String namespace, String yaml) {
    HasMetadata object = read(yaml);
    boolean placed = object.getMetadata().getNamespace() != null;
    boolean cluster =
        object.getKind().startsWith("Cluster") || object.getKind().endsWith("SecretScope");
    if (!placed && !cluster) {
      object.getMetadata().setNamespace(namespace);
    }
    client.resource(object).patch(APPLY);
  }

  /** Creates a document in the namespace. */
  void create(String namespace, String yaml) {
    HasMetadata object = read(yaml);
    object.getMetadata().setNamespace(namespace);
    client.resource(object).create();
  }

  /** Installs a definition and waits until its kind is served. */
  void define(String yaml) {
    HasMetadata object = read(yaml);
    client.resource(object).patch(APPLY);
    if (object.getKind().equals("CustomResourceDefinition")) {
      client
          .apiextensions()
          .v1()
          .customResourceDefinitions()
          .withName(object.getMetadata().getName())
          .waitUntilCondition(
              it ->
                  it != null
                      && it.getStatus() != null
                      && it.getStatus().getConditions() != null
                      && it.getStatus().getConditions().stream()
                          .anyMatch(condition ->
                              condition.getType().equals("Established")
                                  && condition.getStatus().equals("True")),
              30,
              TimeUnit.SECONDS);
    }
  }

  private static HasMetadata read(String yaml) {
    return Serialization.unmarshal(yaml, GenericKubernetesResource.class);
  }
}
