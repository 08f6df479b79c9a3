package dev.keyturn.e2e.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.keyturn.e2e.process.Closing;
import dev.keyturn.e2e.process.HttpCaller;
import dev.keyturn.e2e.process.LoopbackPorts;
import dev.keyturn.e2e.process.ServerProcess;
import dev.keyturn.e2e.process.TestClassPath;
import dev.keyturn.e2e.process.WorkFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The operator in a JVM of its own, started from the class path of the tests, as in a cluster but
 * for the container. Its log stays in a file below {@code target/e2e}.
 */
public final class OperatorProcess implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String MAIN = "dev.keyturn.operator.runtime.Main";
  private static final Duration READY_LIMIT = Duration.ofSeconds(60);

  private final WorkFolder folder;
  private final ServerProcess process;
  private final HttpCaller http;

  private OperatorProcess(WorkFolder folder, ServerProcess process, HttpCaller http) {
    this.folder = folder;
    this.process = process;
    this.http = http;
  }

  /** Starts it and returns at once. */
  public static OperatorProcess launch(OperatorOptions options) {
    return launch(MAIN, options);
  }

  /**
   * Starts it and waits for {@code /readyz}; throws with the end of its log when it stays unready.
   */
  public static OperatorProcess start(OperatorOptions options) {
    OperatorProcess operator = launch(options);
    try {
      return operator.awaitReady();
    } catch (RuntimeException e) {
      operator.close();
      throw e;
    }
  }

  static OperatorProcess launch(String mainClass, OperatorOptions options) {
    WorkFolder folder = WorkFolder.create("operator");
    int port = LoopbackPorts.free();
    // In a file: a class path of this length is beyond what some systems take as one argument.
    Path classPath = folder.write("classpath.args", "-cp \"" + TestClassPath.text() + "\"\n");
    List<String> command = new ArrayList<>(options.launcher());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options.jvmFlags());
    command.addAll(List.of("@" + classPath, mainClass));
    command.addAll(options.flags());
    command.addAll(List.of("--http-port", Integer.toString(port)));
    ServerProcess process =
        ServerProcess.start("operator", command, folder.log("operator"), options.environment());
    HttpCaller http = HttpCaller.to(URI.create("http://127.0.0.1:" + port), null);
    return new OperatorProcess(folder, process, http);
  }

  /** Itself, once {@code /readyz} answers 200. */
  public OperatorProcess awaitReady() {
    process.awaitReady(READY_LIMIT, () -> http.get("/readyz").status() == 200);
    return this;
  }

  /** Requests to its HTTP port: {@code /livez}, {@code /readyz}, {@code /metrics}, the API. */
  public HttpCaller http() {
    return http;
  }

  /** Its metrics as they are now. */
  public OperatorMetrics metrics() {
    return OperatorMetrics.parse(http.get("/metrics").orThrow().text());
  }

  /** The lines of its log that are JSON objects, in order. */
  public List<JsonNode> log() {
    try (var lines = Files.lines(process.log())) {
      return lines.filter(line -> line.startsWith("{")).map(OperatorProcess::parse).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything it printed: for asserting that a value is nowhere in it. */
  public String output() {
    try {
      return Files.readString(process.log());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** SIGTERM, and waits for the end; returns the exit status. */
  public int terminate(Duration limit) {
    process.terminate();
    return process.awaitExit(limit);
  }

  /** Waits for it to end by itself; returns the exit status. */
  public int awaitExit(Duration limit) {
    return process.awaitExit(limit);
  }

  /** SIGTERM, without waiting. */
  public void beginTermination() {
    process.terminate();
  }

  /** SIGKILL: it releases nothing. */
  public void kill() {
    process.kill();
  }

  /** SIGSTOP: as a machine that hangs. */
  public void suspend() {
    process.suspend();
  }

  /** SIGCONT. */
  public void resume() {
    process.resume();
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      // A line cut off by a kill; a text node keeps it visible.
      return JSON.getNodeFactory().textNode(line);
    }
  }

  @Override
  public void close() {
    Closing.inOrder(process, folder);
  }
}
