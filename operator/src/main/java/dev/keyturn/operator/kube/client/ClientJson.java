package dev.keyturn.operator.kube.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** How the clients read and write JSON. */
final class ClientJson {
  private ClientJson() {}

  static KubernetesSerialization serialization() {
    SimpleModule module = new SimpleModule("keyturn");
    UnreadableObjects.tolerate(module);
    LeanMetadata.register(module);
    RepeatedStrings.register(module);
    return new AnswerSerialization(new ObjectMapper().registerModule(module));
  }
}
