package dev.keyturn.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyturn.proof.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What the published measurement must have taken. How good its figures are, it says itself. */
final class BenchmarkReportTest {
  private static final Path BENCHMARKS = Checkout.root().resolve("e2e/benchmarks");
  private static final Pattern RESULT = Pattern.compile("`(results/[0-9a-f]+\\.json)`");

  @Test
  void everyScenarioOfTheContractIsReported() throws IOException {
    assertThat(result().path("scenarios"))
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
    return StreamSupport.stream(result().path("scenarios").spliterator(), false)
        .filter(it -> it.path("id").asText().equals(id) && it.path("size").asInt() == size)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no scenario " + id + " of " + size + " objects"));
  }

  /** The file that the report was made from. */
  private static JsonNode result() throws IOException {
    String report = Checkout.text(BENCHMARKS.resolve("REPORT.md"));
    Matcher source = RESULT.matcher(report);
    assertThat(source.find()).as("the report names its source").isTrue();
    return new ObjectMapper().readTree(Files.readString(BENCHMARKS.resolve(source.group(1))));
  }
}
