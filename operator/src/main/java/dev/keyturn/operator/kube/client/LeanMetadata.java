package dev.keyturn.operator.kube.client;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.CustomResource;

/**
 * Leaves {@code metadata.managedFields} out of our own kinds as they are read. The API server keeps
 * there a tree with a node for every field that anybody set; of an object in an informer's cache it
 * was more than half of the memory, and nobody asks for it.
 */
abstract class LeanMetadata {
  private LeanMetadata() {}

  static void register(SimpleModule module) {
    module.setMixInAnnotation(CustomResource.class, LeanMetadata.class);
  }

  @JsonIgnoreProperties("managedFields")
  abstract ObjectMeta getMetadata();
}
