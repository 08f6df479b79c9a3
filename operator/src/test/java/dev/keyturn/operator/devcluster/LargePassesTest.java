package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** More bytes than may be under way, in passes of every ending. */
final class LargePassesTest extends ManySyncs {
  private static final int SYNCS = 25;
  private static final int BYTES = 900_000;

  /** As text it has no properties. */
  private void failing(String name, String key) {
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: %s, namespace: large}
        spec:
          secretStoreRef: {name: store}
          data: [{secretKey: value, remoteRef: {key: %s, property: none}}]
        """,
        name, key);
  }

  @Test
  void whatPassesHeldIsFreeWhateverWayTheyEnded() {
    house.namespace("large");
    store("large", "large", "{}");
    String value = "x".repeat(BYTES);
    for (int i = 0; i < SYNCS; i++) {
      house.backend("large").put("path-" + i, value);
      failing("failing-" + i, "path-" + i);
    }
    house
        .await()
        .untilAsserted(
            () -> assertThat(synced("large")).hasSize(SYNCS).containsValue("False/InvalidData"));
    for (int i = 0; i < SYNCS; i++) {
      house.sync("large", "sync-" + i, "path-" + i);
    }
    awaitAllSynced("large", SYNCS);
    house.awaitData("large", "sync-0", Map.of("value", value));
  }
}
