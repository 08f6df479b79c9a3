package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.proof.Fault;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** An operator that is cut off after each of its writes, and one that comes after it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KillTest {
  /** The least: status and event of the store; Secret, status and event of the sync. */
  private static final int WRITES = 5;

  private final House house = House.started();

  @AfterAll
  void close() {
    house.close();
  }

  private void begin(String namespace) {
    house.backend.put(namespace, "v1");
    house.namespace(namespace);
    house.store(namespace, "store");
    house.sync(namespace, "db", namespace);
  }

  /** What there is in the end, without names and times. */
  private List<Object> end(String namespace) {
    house.awaitStore(namespace, "store", "True/Valid");
    house.awaitSynced(namespace, "db");
    Secret secret = house.secret(namespace, "db");
    List<Object> end = new ArrayList<>();
    end.add(house.data(namespace, "db"));
    for (String type : List.of("Ready", "Synced", "Stalled", "Reconciling")) {
      end.add(house.condition(namespace, "db", type));
    }
    end.add(secret.getType());
    end.add(secret.getMetadata().getLabels());
    end.add(secret.getMetadata().getAnnotations().keySet());
    end.add(secret.getMetadata().getOwnerReferences().size());
    end.add(house.client.secrets().inNamespace(namespace).list().getItems().size());
    end.add(house.keys(namespace, "db"));
    return end;
  }

  @Fault("L1")
  @Test
  void aKillAfterAnyWriteEndsAsIfThereHadBeenNone() {
    begin("clean");
    List<Object> clean = end("clean");
    for (int write = 1; write <= WRITES; write++) {
      String namespace = "killed-" + write;
      house.server.faults().cutOffAfter(write, "keyturn/");
      begin(namespace);
      house.await().until(house.server.faults()::isCutOff);
      String uid = house.hasSecret(namespace, "db") ? uid(namespace) : "";
      house.stop();
      house.server.faults().clear();
      house.restart();
      assertThat(end(namespace)).as("killed after write %s", write).isEqualTo(clean);
      assertThat(house.writes(namespace)).noneMatch(line -> line.startsWith("delete"));
      assertThat(uid.isEmpty() || uid.equals(uid(namespace))).isTrue();
      assertThat(house.data("clean", "db")).isEqualTo(Map.of("value", "v1"));
    }
  }

  @Fault("D7")
  @Test
  void anOrphanWhoseOperatorDiedAtItsWriteSurvivesItsSync() {
    house.tenant("orphan");
    house.backend.put("orphan", "v1");
    house.sync("orphan", "turned", "orphan");
    house.awaitSynced("orphan", "turned");
    for (String name : List.of("born", "turned")) {
      house.server.faults().cutOffAfter(1, "keyturn/");
      house.sync("orphan", name, "orphan", "target: {creationPolicy: Orphan}");
      house.await().until(house.server.faults()::isCutOff);
      house.stop();
      house.server.faults().clear();
      String uid = house.secret("orphan", name).getMetadata().getUid();
      house.client.resource(house.syncNamed("orphan", name)).delete();
      house.restart();
      house.sync("orphan", "after-" + name, "orphan");
      house.awaitSynced("orphan", "after-" + name);
      house.client.resource(house.syncNamed("orphan", "after-" + name)).delete();
      house.await().until(() -> !house.hasSecret("orphan", "after-" + name));
      assertThat(house.secret("orphan", name).getMetadata().getUid()).isEqualTo(uid);
      assertThat(house.data("orphan", name)).isEqualTo(Map.of("value", "v1"));
    }
  }

  private String uid(String namespace) {
    return house.secret(namespace, "db").getMetadata().getUid();
  }
}
