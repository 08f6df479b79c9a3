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
}
