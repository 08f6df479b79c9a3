package dev.keyturn.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.component.Component;
import dev.keyturn.e2e.component.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as {@code run.sh} starts it: on its own class path, not on that of a test. */
@RequiresComponents({Component.ETCD, Component.KUBE_APISERVER, Component.VAULT})
final class BenchmarkRunTest {
  private static final String RESULT = "target/quick/REPORT.md";

  @Test
  void aColdSyncIsMeasuredProfiledAndReported(@TempDir Path folder) throws Exception {
    Path benchmarks = SourceTree.root().resolve("e2e/benchmarks");
    Path report = benchmarks.resolve(RESULT);
    Files.deleteIfExists(report);
    Path log = folder.resolve("log");
    Process program = start(benchmarks, folder, log);
    try {
      assertThat(program.waitFor(3, TimeUnit.MINUTES)).as("ended").isTrue();
    } finally {
      program.destroy();
    }
    assertThat(program.exitValue()).as(Files.readString(log)).isZero();
    assertThat(report).content().contains("Cold sync", "share of samples: JSON");
  }

  private static Process start(Path benchmarks, Path folder, Path log) throws IOException {
    String classPath = Files.readString(benchmarks.resolve("target/classpath.txt")).strip();
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dkeyturn.root=" + SourceTree.root(),
            "-cp",
            benchmarks.resolve("target/classes") + ":" + classPath,
            Main.class.getName(),
            "quick",
            "SCENARIOS=a,p",
            "SIZE=20",
            "REPEAT=1");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    // The image is there only where the build made one.
    builder.environment().put("KEYTURN_BENCH_RUNTIME", "jdk");
    return builder.start();
  }
}
