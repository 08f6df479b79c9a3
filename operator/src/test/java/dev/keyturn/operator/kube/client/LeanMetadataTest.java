package dev.keyturn.operator.kube.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.SecretSync;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

final class LeanMetadataTest {
  private static final String OBJECT =
      """
      {"apiVersion":"%s","kind":"%s","metadata":{"name":"one","namespace":"shop","uid":"u",
      "labels":{"a":"b"},"managedFields":[{"manager":"kubectl","operation":"Apply",
      "fieldsType":"FieldsV1","fieldsV1":{"f:metadata":{"f:labels":{}}}}]}}
      """;

  private final KubernetesSerialization json = ClientJson.serialization();

  @Test
  void ofOurOwnKindsTheManagedFieldsAreNotEvenRead() {
    SecretSync sync =
        json.unmarshal(OBJECT.formatted("keyturn.dev/v1alpha1", "SecretSync"), SecretSync.class);

    ObjectMeta metadata = sync.getMetadata();
    assertThat(metadata.getManagedFields()).isEmpty();
    assertThat(metadata.getAdditionalProperties()).isEmpty();
    assertThat(metadata.getName()).isEqualTo("one");
    assertThat(metadata.getUid()).isEqualTo("u");
    assertThat(metadata.getLabels()).containsEntry("a", "b");
  }

  /** Who manages a target says whose it is. */
  @Test
  void ofSecretsTheyAreRead() {
    Secret secret = json.unmarshal(OBJECT.formatted("v1", "Secret"), Secret.class);

    assertThat(secret.getMetadata().getManagedFields()).hasSize(1);
  }
}
