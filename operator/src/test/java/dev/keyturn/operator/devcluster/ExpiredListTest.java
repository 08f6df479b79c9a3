package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Api;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.proof.Fault;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A history that the API server has forgotten, for a watch and in the middle of a list. */
final class ExpiredListTest {
  /** One more than fits on a page of a list. */
  private static final int BEYOND_A_PAGE = 501;

  private final House house = House.started();

  @AfterEach
  void close() {
    house.close();
  }

  private void synced(String name) {
    house.sync("shop", name, "path", "refreshInterval: 720h\ntarget: {creationPolicy: Orphan}");
    house.awaitSynced("shop", name);
  }

  private void deleteSecret(String name) {
    house.client.secrets().inNamespace("shop").withName(name).delete();
  }

  /** A sync made and served now shows that what came before it was taken. */
  private void settle(String name) {
    synced(name);
    house.await().until(() -> house.passesUnderWay() == 0);
  }

  @Fault("W6")
  @Test
  void aWatchThatIsTooOldIsOneListAndMissesNoDeletion() {
    house.backend.put("path", "v1");
    house.tenant("shop");
    synced("db");
    synced("gone");
    house.server.faults().dropWatchEvents(1, "secretsyncs");
    house.client.resources(SecretSync.class).inNamespace("shop").withName("gone").delete();
    house.server.faults().dropWatchEvents(1, "secrets");
    deleteSecret("db");
    house.server.requests().clear();

    house.server.faults().expireHistory();
    house.server.faults().expireWatches("secretsyncs");
    house.server.faults().expireWatches("secrets");
    house.awaitData("shop", "db", Map.of("value", "v1"));
    settle("after");
    assertThat(house.server.requests().count("list", "secretsyncs")).isOne();
    assertThat(house.server.requests().count("list", "secrets")).isOne();
    deleteSecret("gone");
    settle("later");
    assertThat(house.hasSecret("shop", "gone")).isFalse();
  }

  @Fault("W6")
  @Test
  void aListThatIsTooOldForItsNextPageIsBegunOnceMore() {
    house.backend.put("path", "v1");
    house.tenant("shop");
    synced("db");
    for (int i = 0; i < BEYOND_A_PAGE; i++) {
      house
          .client
          .resource(
              new SecretBuilder()
                  .withNewMetadata()
                  .withName("other-" + i)
                  .withNamespace("shop")
                  .addToLabels(Api.LABEL_MANAGED, "true")
                  .endMetadata()
                  .build())
          .create();
    }
    // That this one is noticed shows that the events before it were.
    synced("probe");
    deleteSecret("probe");
    house.awaitData("shop", "probe", Map.of("value", "v1"));
    house.server.faults().dropWatchEvents(1, "secrets");
    deleteSecret("db");
    house.server.requests().clear();
    house.server.faults().expirePages(1, "secrets");
    house.server.faults().expireWatches("secrets");
    house.awaitData("shop", "db", Map.of("value", "v1"));
    // The first page and the refused second one, then both pages.
    assertThat(house.server.requests().count("list", "secrets")).isEqualTo(4);
  }
}
