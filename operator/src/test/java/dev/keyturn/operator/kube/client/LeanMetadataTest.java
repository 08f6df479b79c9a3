package dev.keyturn.operator.kube.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.SecretSync;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LeanMetadataTest {
  private static final String OBJECT =
      """
      {"apiVersion":"%s","kind":"%s","metadata":{"name":"one","namespace":"shop","uid":"u",
      "labels":{"a":"b"},"managedFields":[
      {"manager":"kubectl","operation":"Update","fieldsType":"FieldsV1",
      "fieldsV1":{"f:metadata":{"f:annotations":{}},"f:spec":{}}},
      {"manager":"stamps","operation":"Apply","fieldsType":"FieldsV1",
      "fieldsV1":{"f:metadata":{"f:labels":{"f:a":{}}},"f:spec":{"f:data":{}}}},
      {"manager":"status","operation":"Apply","fieldsType":"FieldsV1",
      "fieldsV1":{"f:status":{"f:keys":{}}},"subresource":"status"}]}}
      """;

  private final KubernetesSerialization json = ClientJson.serialization();

  @Test
  void ofOurOwnKindsOnlyTheAppliedLabelsAndAnnotationsStay() {
    SecretSync sync =
        json.unmarshal(OBJECT.formatted("keyturn.dev/v1alpha1", "SecretSync"), SecretSync.class);

    ObjectMeta metadata = sync.getMetadata();
    assertThat(metadata.getManagedFields())
        .extracting(ManagedFieldsEntry::getManager)
        .containsExactly("stamps");
    assertThat(metadata.getManagedFields().getFirst().getFieldsV1().getAdditionalProperties())
        .containsOnlyKeys("f:metadata");
    assertThat(metadata.getAdditionalProperties()).isEmpty();
    assertThat(List.of(metadata.getName(), metadata.getNamespace(), metadata.getUid()))
        .containsExactly("one", "shop", "u");
    assertThat(metadata.getLabels()).containsEntry("a", "b");
  }

  /** Who manages a target says whose it is. */
  @Test
  void ofSecretsTheyAreWhole() {
    Secret secret = json.unmarshal(OBJECT.formatted("v1", "Secret"), Secret.class);

    assertThat(secret.getMetadata().getManagedFields()).hasSize(3);
  }
}
