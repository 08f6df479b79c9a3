package dev.keyturn.operator.kube.client;

import io.fabric8.kubernetes.api.model.PartialObjectMetadata;
import io.fabric8.kubernetes.api.model.PartialObjectMetadataList;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Reads the body of an answer as an object of the API, and wipes it. */
public final class Answers {
  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  private Answers() {}

  /** Empty for anything else: the parser's words may repeat the body, so they end here. */
  public static <T> Optional<T> read(byte[] body, Class<T> type) {
    try {
      return Optional.ofNullable(SERIALIZATION.unmarshal(new ByteArrayInputStream(body), type));
    } catch (RuntimeException e) {
      return Optional.empty();
    } finally {
      Arrays.fill(body, (byte) 0);
    }
  }

  /** What a page of a list holds: an API server writes an empty one as null. */
  public static List<PartialObjectMetadata> items(PartialObjectMetadataList page) {
    return Objects.requireNonNullElse(page.getItems(), List.of());
  }
}
