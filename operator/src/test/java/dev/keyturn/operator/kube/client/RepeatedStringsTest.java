package dev.keyturn.operator.kube.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.operator.controller.Conditions;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class RepeatedStringsTest {
  private final KubernetesSerialization json = ClientJson.serialization();

  private Condition condition(String name, String message) {
    SecretSync sync =
        json.unmarshal(
            """
            {"apiVersion":"keyturn.dev/v1alpha1","kind":"SecretSync","metadata":{"name":"%s"},
            "status":{"conditions":[{"type":"Ready","status":"True","reason":"UpToDate",
            "message":"%s","observedGeneration":1}]}}
            """
                .formatted(name, message),
            SecretSync.class);
    return Conditions.find(Objects.requireNonNull(sync.getStatus()).conditions(), Condition.READY)
        .orElseThrow();
  }

  private Secret secret(String value, String applied) {
    return json.unmarshal(
        """
        {"apiVersion":"v1","kind":"Secret","metadata":{"name":"one",
        "annotations":{"last-applied":"%s"}},
        "data":{"key":"%s"},"stringData":{"key":"%s"}}
        """
            .formatted(applied, value, value),
        Secret.class);
  }

  @Test
  void whatManyObjectsSayAlikeIsOneText() {
    Condition one = condition("one", "as it should be");
    Condition other = condition("other", "as it should be");

    assertThat(other).isEqualTo(one);
    assertThat(other.reason()).isSameAs(one.reason());
    assertThat(other.message()).isSameAs(one.message());
  }

  @Test
  void textsOfOneSlotAreNotMixedUp() {
    // "Aa" and "BB" have the same hash.
    assertThat(condition("one", "Aa").message()).isEqualTo("Aa");
    assertThat(condition("one", "BB").message()).isEqualTo("BB");
    assertThat(condition("one", "\u00e9 \\\" and more").message()).isEqualTo("\u00e9 \" and more");
    assertThat(condition("one", "").message()).isEmpty();
  }

  @Test
  void valuesOfSecretsAreNeverKept() {
    String applied = "{\\\"data\\\":" + "x".repeat(90) + "}";
    Secret one = secret("cGVuY2ls", applied);
    Secret other = secret("cGVuY2ls", applied);

    assertThat(other.getData().get("key")).isNotSameAs(one.getData().get("key"));
    assertThat(other.getStringData().get("key")).isNotSameAs(one.getStringData().get("key"));
    assertThat(other.getMetadata().getAnnotations().get("last-applied"))
        .isNotSameAs(one.getMetadata().getAnnotations().get("last-applied"));
    assertThat(other.getMetadata().getName()).isSameAs(one.getMetadata().getName());
  }

  @Test
  void numbersAreStillTakenForTexts() {
    assertThat(json.unmarshal("{\"kind\":\"Secret\",\"type\":7}", Secret.class).getType())
        .isEqualTo("7");
  }
}
