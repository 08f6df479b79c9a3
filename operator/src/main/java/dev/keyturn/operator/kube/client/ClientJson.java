package dev.keyturn.operator.kube.client;

import com.fasterxml.jackson.databind.AnnotationIntrospector;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.keyturn.crds.v1alpha1.ClusterSecretStore;
import dev.keyturn.crds.v1alpha1.ClusterSecretSync;
import dev.keyturn.crds.v1alpha1.SecretStore;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.TenantSecretScope;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;

/** How the clients read and write JSON. */
final class ClientJson {
  /** What is watched, and how a watch says that it failed. */
  private static final List<Class<? extends KubernetesResource>> WATCHED =
      List.of(
          Status.class,
          Namespace.class,
          Secret.class,
          ConfigMap.class,
          SecretStore.class,
          ClusterSecretStore.class,
          SecretSync.class,
          ClusterSecretSync.class,
          TenantSecretScope.class);

  private ClientJson() {}

  static KubernetesSerialization serialization() {
    SimpleModule module = new SimpleModule("keyturn");
    UnreadableObjects.tolerate(module);
    LeanMetadata.register(module);
    RepeatedStrings.register(module);
    ObjectMapper mapper = new ObjectMapper().registerModule(module);
    mapper.setAnnotationIntrospector(
        AnnotationIntrospector.pair(
            new RequiredFields(), mapper.getDeserializationConfig().getAnnotationIntrospector()));
    return new AnswerSerialization(mapper, WATCHED);
  }
}
