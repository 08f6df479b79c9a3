package dev.keyturn.e2e.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.e2e.operator.TimedOperator;
import dev.keyturn.e2e.vault.VaultLedger;
import dev.keyturn.operator.devcluster.ShiftedTime;
import dev.keyturn.proof.Backend;
import dev.keyturn.proof.Fault;
import dev.keyturn.proof.Proves;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sources that are gone for ten minutes and more, before a real cluster and a real Vault. */
class DeletionOverTimeTest extends TimedCases {
  /** One more look at these keys in Vault, two minutes later. */
  private void look(ShiftedTime time, TimedOperator operator, String... keys) {
    VaultLedger.Mark mark = vault.ledger().mark();
    await().until(operator::isIdle);
    time.advance(Duration.ofMinutes(2));
    for (String key : keys) {
      await().until(() -> vault.ledger().count(mark, mount + "/data/" + key) > 0);
    }
  }

  private void looksThatDeleteNothing(ShiftedTime time, TimedOperator operator) {
    for (int i = 0; i < 4; i++) {
      look(time, operator, "retained", "deleting");
      assertThat(shop.data("deleting")).isEqualTo(Map.of("v", "kept"));
    }
    shop.awaitCondition("deleting", Condition.SYNCED, "False/NotFound");
  }

  @Test
  @Fault(value = "V8", on = Fault.Tier.R, backends = Backend.VAULT)
  void aKeyThatIsNotThereTakesItsSecretAlongAfterTenMinutesAndOnlyWhereThatIsAsked() {
    ShiftedTime time = new ShiftedTime();
    try (TimedOperator operator = start(cluster.url(), time)) {
      shop.awaitStore("vault", "True/Valid");
      write("retained", "kept");
      write("deleting", "kept");
      shop.apply(Manifests.extract("retained", "vault", "1m", "retained"));
      shop.apply(
          Manifests.extract("deleting", "vault", "1m", "deleting")
              + "  target: {deletionPolicy: Delete}\n");
      shop.awaitData("retained", Map.of("v", "kept"));
      shop.awaitData("deleting", Map.of("v", "kept"));
      vault.keyValues().deleteCompletely(mount, "retained");
      vault.keyValues().deleteCompletely(mount, "deleting");
      looksThatDeleteNothing(time, operator);
    }
    try (TimedOperator operator = start(cluster.url(), time)) {
      looksThatDeleteNothing(time, operator);
      for (int i = 0; i < 3; i++) {
        look(time, operator, "retained", "deleting");
      }
      await().until(() -> shop.data("deleting").isEmpty());
      assertThat(shop.data("retained")).isEqualTo(Map.of("v", "kept"));
      assertThat(shop.condition("retained", Condition.SYNCED)).isEqualTo("False/NotFound");
    }
  }

  /** What a real API server demands of a Secret decides how it can be emptied. */
  @Test
  void keysThatAreTakenOutComeBackWithTheirSourceAndOthersStayWhereTheirTypeDemandsThem() {
    ShiftedTime time = new ShiftedTime();
    try (TimedOperator operator = start(cluster.url(), time)) {
      // What vanishes from one store is counted together, and other tests let keys vanish as well.
      shop.apply(Manifests.tokenStore(vault, "emptying", mount));
      shop.awaitStore("emptying", "True/Valid");
      write("emptied", "first");
      vault.keyValues().write(mount, "login", Map.of("username", "u", "password", "p"));
      shop.apply(
          Manifests.extract("emptied", "emptying", "1m", "emptied")
              + "  target: {deletionPolicy: Merge}\n");
      shop.apply(
          Manifests.extract("login", "emptying", "1m", "login")
              + "  target: {deletionPolicy: Merge,"
              + " template: {type: kubernetes.io/basic-auth}}\n");
      shop.awaitData("emptied", Map.of("v", "first"));
      shop.awaitData("login", Map.of("username", "u", "password", "p"));
      vault.keyValues().deleteCompletely(mount, "emptied");
      vault.keyValues().deleteCompletely(mount, "login");
      for (int i = 0; i < 7; i++) {
        look(time, operator, "emptied", "login");
      }
      shop.awaitData("emptied", Map.of());
      shop.awaitCondition("login", Condition.SYNCED, "False/TargetInvalid");
      assertThat(shop.data("login")).isEqualTo(Map.of("username", "u", "password", "p"));

      write("emptied", "second");
      look(time, operator, "emptied");
      shop.awaitData("emptied", Map.of("v", "second"));
      shop.awaitCondition("emptied", Condition.SYNCED, "True/UpToDate");
    }
  }

  /** Long after ten minutes, when a single key that is gone would have taken its Secret along. */
  @Test
  @Proves({"N09", "P025"})
  void aWholeMountThatIsGoneDeletesNothingAndIsSaid() {
    String lost = mount + "-lost";
    vault.keyValues().mount(lost, 2);
    shop.apply(Manifests.tokenStore(vault, "lost", lost));
    List<String> names = List.of("lost-a", "lost-b", "lost-c");
    ShiftedTime time = new ShiftedTime();
    try (TimedOperator operator = start(cluster.url(), time)) {
      shop.awaitStore("lost", "True/Valid");
      for (String name : names) {
        vault.keyValues().write(lost, name, Map.of("v", name));
        shop.apply(
            Manifests.extract(name, "lost", "1m", name) + "  target: {deletionPolicy: Delete}\n");
        shop.awaitData(name, Map.of("v", name));
      }
      vault.keyValues().unmount(lost);
      for (int i = 0; i < 15; i++) {
        VaultLedger.Mark mark = vault.ledger().mark();
        await().until(operator::isIdle);
        time.advance(Duration.ofMinutes(2));
        await()
            .until(() ->
                names.stream()
                    .anyMatch(name -> vault.ledger().count(mark, lost + "/data/" + name) > 0));
      }
      names.forEach(
          name -> shop.awaitCondition(name, Condition.SYNCED, "False/DeletionGuardTripped"));
      names.forEach(name -> assertThat(shop.data(name)).isEqualTo(Map.of("v", name)));
      assertThat(installation.client().events().v1().events().inNamespace(mount).list().getItems())
          .extracting(Event::getReason)
          .contains("DeletionGuardTripped");
    }
  }
}
