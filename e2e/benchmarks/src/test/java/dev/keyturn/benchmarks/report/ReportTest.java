package dev.keyturn.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.benchmarks.result.Curve;
import dev.keyturn.benchmarks.result.Machine;
import dev.keyturn.benchmarks.result.Metric;
import dev.keyturn.benchmarks.result.Plot;
import dev.keyturn.benchmarks.result.ResultFolder;
import dev.keyturn.benchmarks.result.RunResult;
import dev.keyturn.benchmarks.result.ScenarioResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final Path GOLDEN =
      Path.of("src/test/resources/dev/keyturn/benchmarks/report/expected-report.txt");
  private static final PeerFigures MEASURED =
      new PeerFigures(
          "Measured elsewhere.",
          List.of("Other"),
          List.of(new PeerFigures.Figure("a", "seconds", Map.of("Other", "9.9"))));

  private static RunResult run(String commit, String taken, ScenarioResult... scenarios) {
    return new RunResult(
        RunResult.SCHEMA,
        commit,
        taken,
        "Keyturn",
        1,
        new Machine("Some CPU", 2, 24L << 30, "Linux 6.0"),
        Map.of("etcd", "3.6.8", "vault", "1.21.1"),
        List.of("-Xmx160m"),
        List.of(scenarios));
  }

  private static ScenarioResult cold(double seconds, double ratio) {
    return new ScenarioResult(
        "a",
        "Cold sync",
        1000,
        Map.of("workers", "32"),
        List.of(
            Metric.lower("seconds", "s", List.of(seconds, seconds + 1, seconds + 2)),
            Metric.lower("ratio", "", ratio).withGoal(1.5),
            Metric.higher("rate", "/s", List.of(310.0)).withGoal(300)),
        Map.of("patch secrets", 1000, "get secrets", 0),
        List.of(new Plot("Progress", "s", "Secrets", List.of(Curve.cumulative("x", List.of(1.0))))),
        List.of("The halves differ."));
  }

  private static Report report() {
    RunResult current = run("bbbb", "2026-02-01T00:00:00Z", cold(4, 1.8));
    RunResult earlier = run("aaaa", "2026-01-01T00:00:00Z", cold(8, 1.7));
    RunResult peer =
        new RunResult(
            1,
            "bbbb",
            "2026-02-01T00:00:00Z",
            "Peer 2",
            1,
            current.machine(),
            Map.of(),
            List.of(),
            List.of(cold(12, 4)));
    return new Report(List.of(current, earlier), List.of(peer), MEASURED);
  }

  @Test
  void isAsItIsKept() throws IOException {
    assertThat(report().text()).isEqualTo(Files.readString(GOLDEN));
  }

  @Test
  void aScenarioThatWasNotTakenAnewStandsThereWithItsOwnCommit() {
    ScenarioResult other =
        new ScenarioResult(
            "b", "Storm", 9, Map.of(), cold(1, 1).metrics(), Map.of(), List.of(), List.of());
    RunResult newest = run("cccc", "2026-03-01T00:00:00Z", other);
    List<RunResult> runs = List.of(newest, run("bbbb", "2026-02-01T00:00:00Z", cold(4, 1.8)));

    String text = new Report(runs, List.of(), MEASURED).text();

    assertThat(text)
        .containsSubsequence(
            "from `results/cccc.json`",
            "## a. Cold sync, 1000",
            "Taken earlier, of 2026-02-01T00:00:00Z: `results/bbbb.json`.",
            "## b. Storm, 9")
        .containsOnlyOnce("Taken earlier");
  }

  @Test
  void saysSoWhereEveryGoalIsReached() {
    String text = new Report(List.of(run("c", "t", cold(4, 1.2))), List.of(), MEASURED).text();

    assertThat(text).contains("None of those that were measured.").doesNotContain("not reached**");
  }

  @Test
  void aChangeIsMarkedFromOneFifthOnAndOnlyForTheSameSettings() {
    ScenarioResult now = cold(10, 1);
    Metric ratio = now.metrics().get(1);

    assertThat(new Comparison(List.of(run("a", "t", cold(10, 1.2)))).of(now, ratio))
        .hasValueSatisfying(change -> assertThat(change.text()).isEqualTo("-17 %"));
    assertThat(new Comparison(List.of(run("a", "t", cold(10, 1.3)))).of(now, ratio))
        .hasValueSatisfying(change -> assertThat(change.text()).isEqualTo("**-23 % better**"));
    assertThat(new Comparison(List.of(run("a", "t", cold(10, 0.5)))).of(now, ratio))
        .hasValueSatisfying(change -> assertThat(change.text()).isEqualTo("**+100 % worse**"));
    ScenarioResult other =
        new ScenarioResult("a", "", 1000, Map.of(), now.metrics(), Map.of(), List.of(), List.of());
    assertThat(new Comparison(List.of(run("a", "t", other))).of(now, ratio)).isEmpty();
  }

  @Test
  void everyFigureOfAPeerIsThatOfAKnownOperator() {
    PeerFigures figures = PeerFigures.read();

    assertThat(figures.figures())
        .isNotEmpty()
        .allSatisfy(it -> assertThat(figures.operators()).containsAll(it.values().keySet()));
  }

  @Test
  void resultsAreReadAsTheyWereWrittenAndTheReportComesWithItsPlots(@TempDir Path folder)
      throws IOException {
    ResultFolder results = new ResultFolder(folder.resolve("results"));
    RunResult first = run("aaaa", "2026-01-01T00:00:00Z", cold(8, 1.7));
    results.write(results.ofCommit("aaaa"), first);
    RunResult second = run("bbbb", "2026-02-01T00:00:00Z", cold(4, 1.8));
    results.write(results.ofCommit("bbbb"), second);
    results.write(results.ofPeer("Peer / 2"), first);

    assertThat(results.ofKeyturn()).containsExactly(second, first);
    assertThat(results.ofPeers()).containsExactly(first);
    assertThat(ReportFiles.write(results, folder)).content().contains("bbbb");
    assertThat(folder.resolve("plots/a-1000-1.svg")).exists();
  }

  @Test
  void aScenarioThatIsRunAgainReplacesItsEarlierResult() {
    RunResult run = run("aaaa", "t", cold(8, 1.7)).with(cold(9, 1.6));

    assertThat(run.scenarios()).containsExactly(cold(9, 1.6));
  }
}
