package dev.keyturn.operator.kube.client;

import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.InputStream;
import java.util.List;

/**
 * Reads as the client does, but takes an answer that is no JSON, or half of it, for a call that
 * failed: an informer lists anew then. What it cannot deserialize would end it for good, and
 * nothing begins it anew [fabric8 7.8.0, java-operator-sdk 5.2.3].
 */
final class AnswerSerialization extends KubernetesSerialization {

  /**
   * @param kinds what an event of a watch may hold. The client would look for all kinds of
   *     Kubernetes instead, and load some five hundred classes that nobody asks for; what is not
   *     named here is read twice.
   */
  AnswerSerialization(ObjectMapper mapper, List<Class<? extends KubernetesResource>> kinds) {
    super(mapper, false);
    kinds.forEach(this::registerKubernetesResource);
  }

  /** All other ways to read end here. */
  @Override
  public <T> T unmarshal(InputStream answer, TypeReference<T> type) {
    try {
      return super.unmarshal(answer, type);
    } catch (RuntimeException e) {
      if (isNoJson(e)) {
        // Without its cause, by which it would count as an object that cannot be deserialized.
        throw new KubernetesClientException("an answer is no JSON");
      }
      throw e;
    }
  }

  private static boolean isNoJson(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StreamReadException) {
        return true;
      }
    }
    return false;
  }
}
