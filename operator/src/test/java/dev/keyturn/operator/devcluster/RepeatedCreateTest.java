package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Api;
import dev.keyturn.devcluster.fault.RequestMatch;
import dev.keyturn.proof.Fault;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A Secret to create that is there: because it was created a moment ago, or by somebody else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RepeatedCreateTest {
  private final House house = House.started();

  @AfterAll
  void close() {
    house.close();
  }

  private void sync(String namespace) {
    house.backend.put(namespace, "ours");
    house.tenant(namespace);
  }

  @Fault("K2")
  @Test
  void aCreateThatWasCarriedOutBeforeItWasRefusedIsOurs() {
    sync("twice");
    house.server.faults().repeatNext(1, RequestMatch.of("apply", "secrets").withName("db"));
    house.sync("twice", "db", "twice");
    house.awaitSynced("twice", "db");
    assertThat(house.requests("twice")).contains("get secrets/db");
    assertThat(house.client.secrets().inNamespace("twice").list().getItems())
        .singleElement()
        .satisfies(secret ->
            assertThat(secret.getMetadata().getOwnerReferences())
                .extracting(OwnerReference::getUid)
                .containsExactly(house.syncNamed("twice", "db").getMetadata().getUid()));
    assertThat(house.data("twice", "db")).isEqualTo(Map.of("value", "ours"));
  }

  @Fault("K2")
  @Test
  void aSecretThatAnotherSyncMarkedIsAConflictAndKeepsItsBytes() {
    sync("theirs");
    Secret theirs =
        house
            .client
            .resource(
                new SecretBuilder()
                    .withNewMetadata()
                    .withName("db")
                    .withNamespace("theirs")
                    .addToAnnotations(Api.ANNOTATION_OWNER, "of-another-life")
                    .endMetadata()
                    .addToStringData("value", "theirs")
                    .build())
            .create();
    house.sync("theirs", "db", "theirs");
    house.awaitCondition("theirs", "db", "Synced", "False/OwnershipConflict");
    assertThat(house.secret("theirs", "db").getMetadata().getResourceVersion())
        .isEqualTo(theirs.getMetadata().getResourceVersion());
  }
}
