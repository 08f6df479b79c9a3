package dev.keyturn.cli.dev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Invocation;
import dev.keyturn.proof.Proves;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyncRequestTest {
  private static final Path EXAMPLE =
      Path.of(System.getProperty("keyturn.root", "..")).resolve("examples/01-hello-file");

  @TempDir private Path folder;

  @Test
  @Proves("P023")
  void theOperatorAnswersARequest() throws DevFailure, InterruptedException {
    DevOptions options =
        new DevOptions(
            true,
            List.of(),
            EXAMPLE,
            EXAMPLE.resolve("secrets.yaml"),
            DevOptions.ApiServer.embedded,
            0,
            Duration.ofSeconds(60),
            List.of(),
            folder);
    PrintStream quiet =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    try (DevSession session = DevSession.start(options, quiet)) {
      assertThat(session.run()).isEqualTo(ExitStatus.OK);
      Invocation sync =
          Invocation.in(
              folder,
              Map.of("KUBECONFIG", "kubeconfig"),
              "",
              "sync",
              "hello",
              "-n",
              "demo",
              "--wait");
      assertThat(sync).isEqualTo(new Invocation(ExitStatus.OK, "1 up to date\n", "Syncing 1\n"));
    }
  }
}
