package dev.keyturn.e2e.dev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.component.Component;
import dev.keyturn.e2e.component.Provision;
import dev.keyturn.proof.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code keyturn init} writes becomes Ready under {@code keyturn dev}. */
@RequiresComponents(Component.KUBECTL)
final class InitTest {
  @TempDir private Path folder;

  @Test
  @Proves("F038")
  void theDetectedFileAndVariablesBecomeReady(Provision provision) throws IOException {
    Path secrets = Files.writeString(folder.resolve(".env"), "PASSWORD='from a file'\n");
    List<String> file = Skeletons.of(folder, Map.of(), "-n=demo", "--name=hello");
    List<String> variables =
        Skeletons.of(
            folder, Map.of(), "-n=demo", "--name=shell", "--backend=env", "--keys=PASSWORD");
    Files.writeString(folder.resolve("file.yaml"), String.join("---\n", file));
    // The prefix is marked as a line to look at.
    Files.writeString(
        folder.resolve("variables.yaml"),
        String.join("---\n", variables).replace("prefix: APP_", "prefix: " + DevProcess.PREFIX));
    List<String> flags =
        List.of("--once", "--watch", folder.toString(), "--secrets", secrets.toString());
    try (DevProcess dev = DevProcess.launch(provision.program(Component.KUBECTL), flags)) {
      assertThat(dev.awaitExit()).as(dev.printed()).isZero();
      assertThat(dev.printed()).contains("hello", "shell", "UpToDate");
    }
  }
}
