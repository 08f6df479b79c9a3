package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A Secret goes only when its source is gone beyond doubt and the sync says so. */
final class DeletionPolicyTest {
  private final House house = House.started();

  @AfterEach
  void close() {
    house.close();
  }

  private void synced(String policy) {
    house.backend.put("path", "v1");
    house.tenant("shop");
    house.sync(
        "shop", "db", "path", "refreshInterval: 1m\ntarget: {deletionPolicy: " + policy + "}");
    house.awaitSynced("shop", "db");
  }

  /** One more look at the backend. */
  private void look() {
    int reads = house.backend.ledger().reads("path");
    house.advance(Duration.ofMinutes(2));
    house.await().until(() -> house.backend.ledger().reads("path") > reads);
  }

  @Test
  void theSecretIsDeletedAfterThreeConfirmationsOverTenMinutes() {
    synced("Delete");
    house.backend.purge("path");
    for (int i = 0; i < 4; i++) {
      look();
      assertThat(house.data("shop", "db")).isEqualTo(Map.of("value", "v1"));
    }
    for (int i = 0; i < 3; i++) {
      look();
    }
    house.await().until(() -> !house.hasSecret("shop", "db"));
    house.await().until(() -> house.reasons("shop").contains("SecretDeleted"));
  }

  @Test
  void anotherAnswerStartsTheCountAnew() {
    synced("Delete");
    house.backend.purge("path");
    for (int i = 0; i < 4; i++) {
      look();
    }
    house.backend.failRead("path", Failure.of(FailureClass.Unavailable), 1);
    look();
    for (int i = 0; i < 3; i++) {
      look();
      assertThat(house.data("shop", "db")).isEqualTo(Map.of("value", "v1"));
    }
  }

  @Test
  void mergeTakesOurKeysAndLeavesTheSecret() {
    synced("Merge");
    house
        .client
        .secrets()
        .inNamespace("shop")
        .withName("db")
        .edit(secret -> new SecretBuilder(secret).addToData("theirs", "a2VwdA==").build());
    house.backend.purge("path");
    for (int i = 0; i < 7; i++) {
      look();
    }
    house.awaitData("shop", "db", Map.of("theirs", "kept"));
  }

  @Test
  void retainKeepsItForEver() {
    synced("Retain");
    house.backend.purge("path");
    for (int i = 0; i < 7; i++) {
      look();
    }
    assertThat(house.data("shop", "db")).isEqualTo(Map.of("value", "v1"));
  }
}
