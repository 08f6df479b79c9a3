package dev.keyturn.operator.provider.infisical;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * Whether {@link FakeInfisical} is a server to the vendor's own client. That client speaks version
 * 3 of the API of secrets, which the fake answers of the same folders by the same rules as version
 * 4, the provider's.
 *
 * <pre>{@code
 * npm install --prefix /tmp/oracle @infisical/sdk@4.0.6
 * KEYTURN_INFISICAL_SDK=/tmp/oracle ./mvnw -pl operator -am verify -Dtest=InfisicalOracleTest
 * }</pre>
 */
class InfisicalOracleTest {
  private static final String SDK = "KEYTURN_INFISICAL_SDK";

  @Test
  @EnabledIfEnvironmentVariable(
      named = SDK,
      matches = ".+",
      disabledReason = "names no folder with the vendor's client")
  void theVendorsClientTakesTheFakeForAServer() throws Exception {
    try (FakeInfisical infisical = new FakeInfisical()) {
      FakePlace importing = new FakePlace("prod", "/importing");
      FakePlace common = new FakePlace("dev", "/common");
      infisical.folders.put(importing, "BOTH", "own");
      infisical.folders.put(importing, "DENIED", "x");
      infisical.folders.unsee(importing, "DENIED");
      infisical.folders.put(common, "BOTH", "imported");
      infisical.folders.put(common, "ONLY", "imported");
      infisical.folders.link(importing, common);
      Process node = node(infisical);
      String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(node.waitFor()).as(said).isZero();
      assertThat(said.lines()).hasSize(18).endsWith("delete", "gone");
    }
  }

  private static Process node(FakeInfisical infisical) throws IOException {
    Path script =
        Path.of(
            Objects.requireNonNull(System.getProperty("keyturn.root")),
            "operator/src/test/resources/oracles/infisical.cjs");
    ProcessBuilder node =
        new ProcessBuilder(
            "node",
            script.toString(),
            infisical.uri().toString(),
            FakeInfisical.PROJECT_ID,
            FakeInfisical.CLIENT_ID,
            FakeInfisical.CLIENT_SECRET);
    node.environment().put("NODE_PATH", Path.of(System.getenv(SDK), "node_modules").toString());
    return node.redirectErrorStream(true).start();
  }
}
