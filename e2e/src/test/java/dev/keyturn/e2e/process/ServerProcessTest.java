package dev.keyturn.e2e.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir private Path folder;

  @Test
  void earlyExitIsToldWithTheEndOfTheLog() {
    try (ServerProcess process = shell("echo cannot bind; exit 7")) {
      assertThatThrownBy(() -> process.awaitReady(LIMIT, () -> false))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("exited with 7")
          .hasMessageContaining("cannot bind");
    }
  }

  @Test
  void unreadyServerIsGivenUpAtTheLimit() {
    try (ServerProcess process = shell("echo still loading; exec sleep 600")) {
      assertThatThrownBy(() -> process.awaitReady(Duration.ofMillis(300), () -> false))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("not ready");
    }
  }

  @Test
  void suspendedProcessIsStoppedByClose() {
    ServerProcess process = shell("exec sleep 600");
    process.suspend();
    process.close();
    assertThat(ProcessHandle.of(process.pid())).isEmpty();
  }

  @Test
  void orphanIsKilledWhenItsJvmDies() throws IOException, InterruptedException {
    Path pidFile = folder.resolve("pid");
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                TestClassPath.text(),
                Orphanage.class.getName(),
                pidFile.toString())
            .inheritIO()
            .start();
    try {
      Waiting.until(LIMIT, () -> Files.exists(pidFile), () -> "the other JVM started nothing");
      long orphan = Long.parseLong(Files.readString(pidFile));
      assertThat(ProcessHandle.of(orphan)).isPresent();
      jvm.destroyForcibly().waitFor();
      Waiting.until(
          LIMIT,
          () -> ProcessHandle.of(orphan).map(handle -> !handle.isAlive()).orElse(true),
          () -> "the orphan " + orphan + " still runs");
    } finally {
      jvm.destroyForcibly();
    }
  }

  /** Starts a process and waits to be killed itself. */
  static final class Orphanage {
    private Orphanage() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
      Path pidFile = Path.of(arguments[0]);
      ServerProcess child =
          ServerProcess.start(
              "sleep",
              List.of("/bin/sleep", "600"),
              pidFile.resolveSibling("orphan.log"),
              Map.of());
      Path complete = pidFile.resolveSibling("pid.part");
      Files.writeString(complete, Long.toString(child.pid()));
      Files.move(complete, pidFile);
      child.awaitExit(Duration.ofMinutes(10));
    }
  }

  private ServerProcess shell(String script) {
    return ServerProcess.start(
        "shell", List.of("/bin/sh", "-c", script), folder.resolve("shell.log"), Map.of());
  }
}
