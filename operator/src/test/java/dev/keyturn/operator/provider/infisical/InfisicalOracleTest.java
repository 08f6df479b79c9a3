package dev.keyturn.operator.provider.infisical;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.testkit.PinnedProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Whether {@link FakeInfisical} is a server to the vendor's own client. That client speaks version
 * 3 of the API of secrets, which the fake answers of the same folders by the same rules as version
 * 4, the provider's; its logins and folders are the provider's own routes. {@link PublishedRoutes}
 * stands in for a client of version 4.
 */
class InfisicalOracleTest {

  @Test
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
      infisical.put("/importing/hiding", "HIDDEN", "x");
      infisical.hide("/importing/hiding", "HIDDEN");
      FakeReply throttled =
          FakeReply.error(
              429, "RateLimitExceeded", "Rate limit exceeded. Please try again in 5 seconds");
      infisical.instead(
          "/v3/secrets/raw/THROTTLED",
          "/oracle",
          (request, peer) -> peer.json(throttled.status(), throttled.body().toString()));
      infisical.instead(
          "/v3/secrets/raw/EXPIRED",
          "/oracle",
          (request, peer) -> {
            infisical.expireTokens();
            infisical.work(request, peer);
          });
      Process client = client(infisical);
      String said = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(client.waitFor()).as(said).isZero();
      assertThat(said.lines()).hasSize(26).endsWith("login again", "read again");
      assertThat(infisical.logins()).isEqualTo(2);
    }
  }

  private static Process client(FakeInfisical infisical) throws IOException {
    Path script =
        Path.of(
            Objects.requireNonNull(System.getProperty("keyturn.root")),
            "operator/src/test/resources/oracles/infisical.py");
    ProcessBuilder client =
        new ProcessBuilder(
            new PinnedProgram("infisicalsdk", "python.sh").path().toString(),
            script.toString(),
            infisical.uri().toString(),
            FakeInfisical.PROJECT_ID,
            FakeInfisical.CLIENT_ID,
            FakeInfisical.CLIENT_SECRET);
    return client.redirectErrorStream(true).start();
  }
}
