package dev.keyturn.benchmarks.report;

import dev.keyturn.benchmarks.result.ResultFolder;
import dev.keyturn.benchmarks.result.RunResult;
import dev.keyturn.benchmarks.result.ScenarioResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes the report and its plots. */
public final class ReportFiles {
  private ReportFiles() {}

  /**
   * Writes {@code REPORT.md} and {@code plots} from the newest results in the folder.
   *
   * @return where the report is, or would be if there were results
   */
  public static Path write(ResultFolder results, Path place) {
    Path file = place.resolve("REPORT.md");
    List<RunResult> all = results.ofKeyturn();
    if (all.isEmpty()) {
      return file;
    }
    Report report = new Report(all, results.ofPeers(), PeerFigures.read());
    try {
      Files.createDirectories(place.resolve("plots"));
      Files.writeString(file, report.text());
      for (Report.Section section : report.sections()) {
        ScenarioResult scenario = section.scenario();
        for (int i = 0; i < scenario.plots().size(); i++) {
          Files.writeString(
              place.resolve(Report.plotFile(scenario, i)), SvgPlot.draw(scenario.plots().get(i)));
        }
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
