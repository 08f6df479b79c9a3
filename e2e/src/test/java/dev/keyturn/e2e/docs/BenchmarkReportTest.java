package dev.keyturn.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyturn.proof.Proves;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the published measurement must have taken. How good its figures are, it says itself. */
final class BenchmarkReportTest {
  private static final Path BENCHMARKS = Checkout.root().resolve("e2e/benchmarks");
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void everyScenarioOfTheContractIsReported() throws IOException {
    assertThat(scenarios())
        .extracting(scenario -> scenario.path("id").asText())
        .contains("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "p");
  }

  @Test
  @Proves("P044")
  void aNewObjectIsSyncedWhileFiveThousandAreRefreshed() throws IOException {
    assertThat(scenario("c", 5000).findValuesAsText("name"))
        .contains("create to Secret while the others are refreshed, p99");
  }

  @Test
  @Proves("N18")
  void halfAnHourSealedWithFiveThousandSyncsIsReported() throws IOException {
    JsonNode sealed = scenario("g", 5000);
    assertThat(sealed.at("/parameters/sealed, s").asText()).isEqualTo("1800");
    assertThat(sealed.findValuesAsText("name"))
        .contains(
            "Vault requests per second while sealed",
            "last first read after unsealing",
            "most Vault requests in 1 s after unsealing",
            "share of pairs of objects read again in order");
    // It would say how many objects were not read again in five minutes.
    assertThat(sealed.path("remarks")).isEmpty();
  }

  @Test
  @Proves("P045")
  void theTakeOverByAnotherReplicaIsReported() throws IOException {
    assertThat(scenario("k", 1000).findValuesAsText("name"))
        .contains("SIGTERM to a new Secret", "SIGKILL to a new Secret");
  }

  private static JsonNode scenario(String id, int size) throws IOException {
    return scenarios().stream()
        .filter(it -> it.path("id").asText().equals(id) && it.path("size").asInt() == size)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no scenario " + id + " of " + size + " objects"));
  }

  /** Of all results of Keyturn, the newest first, each of which the report shows. */
  private static List<JsonNode> scenarios() throws IOException {
    List<JsonNode> runs = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(BENCHMARKS.resolve("results"), "[!p]*.json")) {
      for (Path file : files) {
        runs.add(JSON.readTree(file.toFile()));
      }
    }
    runs.sort(Comparator.comparing((JsonNode run) -> run.path("taken").asText()).reversed());
    List<JsonNode> scenarios = new ArrayList<>();
    runs.forEach(run -> run.path("scenarios").forEach(scenarios::add));
    String report = Checkout.text(BENCHMARKS.resolve("REPORT.md"));
    assertThat(scenarios)
        .allSatisfy(scenario ->
            assertThat(report)
                .contains(
                    "## %s. %s, %s\n"
                        .formatted(
                            scenario.path("id").asText(),
                            scenario.path("title").asText(),
                            scenario.path("size").asText())));
    return scenarios;
  }
}
