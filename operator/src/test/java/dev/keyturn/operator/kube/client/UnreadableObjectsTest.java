package dev.keyturn.operator.kube.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.SecretSyncSpec;
import io.fabric8.kubernetes.api.model.DefaultKubernetesResourceList;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class UnreadableObjectsTest {
  private static final String LIST =
      """
      {"apiVersion":"keyturn.dev/v1alpha1","kind":"SecretSyncList","metadata":{},"items":[
      {"apiVersion":"keyturn.dev/v1alpha1","kind":"SecretSync","metadata":{"name":"first"},
      "spec":%s,"status":{"observedGeneration":7}},
      {"apiVersion":"keyturn.dev/v1alpha1","kind":"SecretSync","metadata":{"name":"second"},
      "spec":{"secretStoreRef":{"name":"store"},"refreshInterval":"5m"},
      "status":{"observedGeneration":8}}]}
      """;

  private final KubernetesSerialization json = ClientJson.serialization();

  static Stream<String> unreadable() {
    return Stream.of(
        "\"no object\"",
        "[{\"secretStoreRef\":{}}]",
        "{\"secretStoreRef\":\"a text\",\"refreshInterval\":\"1m\"}",
        "{\"refreshInterval\":{\"deep\":[{\"er\":[1,{}]},2]},\"secretStoreRef\":{\"name\":\"s\"}}",
        "{\"data\":[{\"secretKey\":\"a\"},{\"secretKey\":{\"of\":{}}},{\"secretKey\":\"b\"}]}",
        "{\"secretStoreRef\":{\"name\":\"s\"},\"suspend\":[true]}",
        "{\"secretStoreRef\":{\"name\":\"s\"},\"push\":[{\"source\":{},\"remoteRef\":{\"remoteKey\":\"r\"}}]}",
        "{\"secretStoreRef\":{\"name\":\"s\"},\"validate\":[{\"minLength\":8}]}",
        "{\"data\":[{\"secretKey\":\"a\",\"remoteRef\":{\"key\":\"k\"}}]}");
  }

  private static final class Syncs extends DefaultKubernetesResourceList<SecretSync> {
    private static final long serialVersionUID = 1L;
  }

  @ParameterizedTest
  @MethodSource("unreadable")
  void anObjectThatCannotBeReadIsReplacedAndTheRestIsReadAsItStands(String spec) {
    List<SecretSync> syncs = json.unmarshal(LIST.formatted(spec), Syncs.class).getItems();

    assertThat(syncs).extracting(sync -> sync.getMetadata().getName()).contains("first", "second");
    assertThat(syncs.getFirst().getSpec()).isEqualTo(SecretSyncSpec.UNREADABLE);
    assertThat(syncs.getFirst().getStatus().observedGeneration()).isEqualTo(7);
    assertThat(syncs.getLast().getSpec().refreshInterval()).isEqualTo("5m");
    assertThat(syncs.getLast().getStatus().observedGeneration()).isEqualTo(8);
  }

  /** An event of a watch is read into a buffer first. */
  @ParameterizedTest
  @MethodSource("unreadable")
  void anObjectOfAnEventIsReplacedToo(String spec) {
    Object list = json.unmarshal(LIST.formatted(spec), Map.class);
    List<SecretSync> syncs = json.convertValue(list, Syncs.class).getItems();

    assertThat(syncs).extracting(sync -> sync.getMetadata().getName()).contains("first", "second");
    assertThat(syncs.getFirst().getSpec()).isEqualTo(SecretSyncSpec.UNREADABLE);
    assertThat(syncs.getFirst().getStatus().observedGeneration()).isEqualTo(7);
    assertThat(syncs.getLast().getSpec().refreshInterval()).isEqualTo("5m");
  }

  @Test
  void whatIsNoJsonIsNoObject() {
    assertThatThrownBy(() -> json.unmarshal(LIST.formatted("{\"data\":[}"), Syncs.class))
        .isInstanceOf(RuntimeException.class);
  }
}
