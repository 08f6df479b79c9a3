package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.SecretStore;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.operator.kube.client.KubernetesClients;
import dev.keyturn.operator.runtime.trial.Trial;
import dev.keyturn.operator.runtime.trial.TrialPlan;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.Config;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the chart's test tells of an operator that works, of one that does not, and leaves behind.
 */
final class TrialTest {
  private static final String NAME = "keyturn-test";

  private final House house = new House();
  private final List<String> lines = new ArrayList<>();

  @BeforeEach
  void prepare() {
    house.namespace("shop");
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void anOperatorThatWorksSyncsTheSecretAndNothingStays() throws InterruptedException {
    account();
    house.restart();

    assertThat(attempt(false, Duration.ofSeconds(60))).as("%s", lines).isTrue();
    assertThat(lines)
        .containsExactly(
            "ok: SecretSync shop/keyturn-test is Ready and its Secret holds the value");
    assertNothingStays();
  }

  @Test
  void whereNoNamespaceIsEnrolledTheStoreAloneIsTried() throws InterruptedException {
    account();
    house.restart();

    assertThat(attempt(true, Duration.ofSeconds(60))).as("%s", lines).isTrue();
    assertThat(lines).singleElement().asString().contains("works in no namespace yet");
    assertNothingStays();
  }

  @Test
  void whatTheOperatorSaysOfTheStoreIsTold() throws InterruptedException {
    house.restart();

    assertThat(attempt(false, Duration.ofSeconds(10))).isFalse();
    assertThat(lines)
        .singleElement()
        .asString()
        .startsWith(
            "failed after 10 s: SecretStore shop/keyturn-test: Ready is False, reason AuthFailed: ");
    assertNothingStays();
  }

  @Test
  void anOperatorThatDoesNotRunIsTold() throws InterruptedException {
    assertThat(attempt(false, Duration.ofSeconds(1))).isFalse();
    assertThat(lines)
        .containsExactly(
            "failed after 1 s: SecretStore shop/keyturn-test: no operator has looked at it; see the"
                + " operator's pods and their log");
    assertNothingStays();
  }

  @Test
  void missingDefinitionsAreTold() throws InterruptedException {
    house
        .client
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName("secretstores.keyturn.dev")
        .delete();

    assertThat(attempt(false, Duration.ofSeconds(1))).isFalse();
    assertThat(lines).singleElement().asString().contains("are the CRDs installed?");
    assertThat(house.hasSecret("shop", NAME + "-source")).isFalse();
  }

  private boolean attempt(boolean storeOnly, Duration deadline) throws InterruptedException {
    try (KubernetesClients clients =
            new KubernetesClients(
                Config.fromKubeconfig(house.server.kubeconfig()), "test", System::nanoTime);
        Trial trial =
            new Trial(
                new TrialPlan(Optional.empty(), "shop", NAME, storeOnly, deadline),
                clients.writes(),
                lines::add)) {
      return trial.run();
    }
  }

  private void account() {
    house
        .client
        .serviceAccounts()
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withName(NAME)
                .withNamespace("shop")
                .endMetadata()
                .build())
        .create();
  }

  /** The target goes a little later, with the sync that owns it. */
  private void assertNothingStays() {
    assertThat(house.hasSecret("shop", NAME + "-source")).isFalse();
    assertThat(house.client.resources(SecretStore.class).inNamespace("shop").list().getItems())
        .isEmpty();
    assertThat(house.client.resources(SecretSync.class).inNamespace("shop").list().getItems())
        .isEmpty();
    house.await().until(() -> !house.hasSecret("shop", NAME));
  }
}
