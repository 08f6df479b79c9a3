package dev.keyturn.cli.exec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.cli.Main;
import dev.keyturn.proof.Proves;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process of its own, with a child of its own. */
class ExecProcessTest {
  private static final String VALUE = "kt-4f9a-battery-staple";

  @TempDir private Path folder;
  private Shop shop;

  @BeforeEach
  void start() throws IOException {
    shop = new Shop(folder);
    shop.sync("db", "True", "UpToDate", "True");
    shop.secret(
        "db", Map.of("password", Base64.getEncoder().encodeToString(VALUE.getBytes(UTF_8))));
  }

  @AfterEach
  void stop() {
    shop.close();
  }

  @Test
  @Proves("F052")
  void theChildSeesTheValueAndNobodyElseDoes() throws Exception {
    Process keyturn =
        exec(
            """
            printf %s "$password" | sha256sum
            cat /proc/$$/cmdline > child
            cat /proc/$PPID/cmdline > parent
            cat /proc/$PPID/environ > parent-environment
            echo said >&2
            exit 9
            """);
    keyturn.getOutputStream().close();
    assertThat(end(keyturn)).isEqualTo(9);
    assertThat(read("out")).isEqualTo(sha256(VALUE) + "  -\n");
    assertThat(read("err")).isEqualTo("said\n");
    assertThat(read("parent")).contains("exec");
    assertThat(read("child")).contains("sha256sum");
    for (Path file : files()) {
      assertThat(Files.readString(file)).as(file.toString()).doesNotContain(VALUE);
    }
  }

  @Test
  void theChildReadsOurInput() throws Exception {
    Process keyturn = exec("cat");
    keyturn.getOutputStream().write("piped".getBytes(UTF_8));
    keyturn.getOutputStream().close();
    assertThat(end(keyturn)).isZero();
    assertThat(read("out")).isEqualTo("piped");
  }

  @Test
  void signalsReachTheChildWhichDecides() throws Exception {
    for (String signal : List.of("TERM", "INT", "HUP")) {
      Files.deleteIfExists(folder.resolve("up"));
      Process keyturn =
          exec(
              """
              trap 'echo %s; exit 21' %s
              : > up
              while :; do sleep 0.05; done
              """
                  .formatted(signal, signal));
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> Files.exists(folder.resolve("up")) || !keyturn.isAlive());
      new ProcessBuilder("sh", "-c", "kill -" + signal + " " + keyturn.pid()).start().waitFor();
      assertThat(end(keyturn)).as(signal).isEqualTo(21);
      assertThat(read("out")).isEqualTo(signal + "\n");
    }
  }

  private Process exec(String script) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(withDefaultSignals());
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classPath(),
            Main.class.getName()));
    command.addAll(List.of("exec", "ssy/db", "--kubeconfig", "kubeconfig"));
    command.addAll(List.of("-n", "shop", "--", "sh", "-c", script));
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile())
        .start();
  }

  /**
   * A build in the background is born to ignore INT, one of nohup HUP, and so is all that it
   * starts: a shell cannot trap such a signal. GNU's env ends that; another one knows no way.
   */
  private static List<String> withDefaultSignals() throws IOException, InterruptedException {
    List<String> env = List.of("env", "--default-signal=TERM,INT,HUP");
    return new ProcessBuilder("sh", "-c", String.join(" ", env) + " true").start().waitFor() == 0
        ? env
        : List.of();
  }

  /**
   * Of the command, without tests and their log: from the class loader where a launcher made one
   * for the tests, else that of this JVM.
   */
  private static String classPath() {
    return Main.class.getClassLoader() instanceof URLClassLoader loader
        ? Arrays.stream(loader.getURLs())
            .map(url -> Path.of(URI.create(url.toString())).toString())
            .filter(path -> !path.endsWith("test-classes"))
            .collect(Collectors.joining(File.pathSeparator))
        : Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(path -> !path.endsWith("test-classes"))
            .collect(Collectors.joining(File.pathSeparator));
  }

  private static int end(Process process) throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new AssertionError("it does not end");
    }
    return process.exitValue();
  }

  private String read(String file) throws IOException {
    return Files.readString(folder.resolve(file));
  }

  private List<Path> files() throws IOException {
    try (var all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private static String sha256(String text) throws NoSuchAlgorithmException {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
  }
}
