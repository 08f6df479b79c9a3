package dev.keyturn.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.proof.Proves;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not built on purpose is named, with a reason and with something to do instead. */
final class NotBuiltTest {
  private static final String PAGE = "docs/explanation/what-keyturn-is-not.md";

  private static List<List<String>> rows() {
    List<List<String>> rows =
        Checkout.text(Checkout.root().resolve(PAGE))
            .lines()
            .filter(line -> line.startsWith("| "))
            .skip(1)
            .map(line -> Stream.of(line.split("\\|")).map(String::strip).skip(1).toList())
            .toList();
    assertThat(rows)
        .isNotEmpty()
        .allSatisfy(row -> assertThat(row).hasSize(3).noneMatch(String::isEmpty));
    return rows;
  }

  /** The words of what to do instead for what is named so. */
  private static String instead(String thing) {
    return rows().stream()
        .filter(row -> row.getFirst().toLowerCase(Locale.ROOT).contains(thing))
        .map(List::getLast)
        .findFirst()
        .orElseThrow(() -> new AssertionError(thing + " is not named on " + PAGE));
  }

  @Proves("P013")
  @ParameterizedTest
  @ValueSource(strings = {"certificate manager", "azure key vault", "aws kms", "google cloud kms"})
  void keyStoresAreNamed(String thing) {
    assertThat(instead(thing)).contains("](../how-to/");
  }

  @Proves("P029")
  @Test
  void delimitersAreNamed() {
    assertThat(instead("delimiters")).contains("templateFrom", "ConfigMap");
  }

  @Proves("P036")
  @ParameterizedTest
  @ValueSource(strings = {"quay", "cloudsmith", "gitlab", "grafana"})
  void tokensOfOtherServicesAreNamed(String thing) {
    assertThat(instead(thing)).contains("webhook");
  }

  @Proves("P036")
  @Test
  void fakeValuesAndStateObjectsAreNamed() {
    assertThat(instead("fake values")).contains("`fake`");
    assertThat(instead("generatorstate")).contains("generate");
  }

  @Proves("P017")
  @ParameterizedTest
  @ValueSource(strings = {"configmaps", "custom resources", "`target.manifest`"})
  void targetsThatAreNoSecretsAreNamed(String thing) {
    assertThat(instead(thing)).contains("secretKeyRef", "](../how-to/templates.md)");
  }

  @Proves("P067")
  @Test
  void whatAClosedDriverAndAnEndedServiceDidIsNamed() {
    assertThat(instead("csisecrets")).contains("#when-a-csi-driver-is-the-better-choice");
    assertThat(instead("hcp vault secrets")).contains("](../how-to/vault.md)");
  }

  @Proves("P073")
  @Test
  void runningAVaultIsNamed() {
    assertThat(instead("running a vault")).contains("Bank-Vaults", "](../how-to/vault.md)");
  }

  @Proves("P079")
  @Test
  void reloadingForConfigMapsIsNamed() {
    assertThat(instead("a configmap changes")).contains("Reloader", "restart-workloads.md");
  }

  @Proves("P082")
  @Test
  void severalTargetsAndEventsOfInfisicalAreNamed() {
    assertThat(instead("several targets")).contains("cluster-secret-sync.md");
    assertThat(instead("events of infisical")).contains("refreshInterval", "infisical.md");
  }

  @Test
  void encryptedValuesInGitAreNamed() {
    assertThat(instead("sealed secrets")).contains("backend", "`keyturn lint`");
  }

  /** The page has to say when somebody should take the other one, and what that costs. */
  @Proves("P070")
  @Test
  void whenACsiDriverIsBetterIsSaid() {
    String page = Checkout.text(Checkout.root().resolve(PAGE));
    String section = page.substring(page.indexOf("## When a CSI driver is the better choice"));
    assertThat(section)
        .contains("never be in etcd", "log in to the backend as itself", "must not start")
        .contains("root", "environment variables", "side by side");
  }
}
