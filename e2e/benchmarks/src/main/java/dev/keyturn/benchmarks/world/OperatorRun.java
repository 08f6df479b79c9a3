package dev.keyturn.benchmarks.world;

import dev.keyturn.benchmarks.measure.MemoryParts;
import dev.keyturn.benchmarks.measure.ProcessReading;
import dev.keyturn.benchmarks.measure.ProcessSampler;
import dev.keyturn.benchmarks.subject.Subject;
import dev.keyturn.e2e.kube.AuditedRequest;
import dev.keyturn.e2e.process.Closing;
import dev.keyturn.e2e.process.HttpCaller;
import dev.keyturn.e2e.process.HttpFailureException;
import dev.keyturn.e2e.process.LoopbackPorts;
import dev.keyturn.e2e.process.ServerProcess;
import dev.keyturn.e2e.process.WorkFolder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** One process of the operator, watched from outside. */
public final class OperatorRun implements AutoCloseable {
  private static final Duration READY_LIMIT = Duration.ofMinutes(2);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(40);

  private final Subject subject;
  private final WorkFolder folder;
  private final ServerProcess process;
  private final HttpCaller http;
  private final ProcessSampler sampler;
  private final long started;
  private final Instant startedAt;

  private OperatorRun(
      Subject subject,
      WorkFolder folder,
      ServerProcess process,
      HttpCaller http,
      long started,
      Instant startedAt) {
    this.subject = subject;
    this.folder = folder;
    this.process = process;
    this.http = http;
    this.started = started;
    this.startedAt = startedAt;
    this.sampler = ProcessSampler.start(process.pid());
  }

  static OperatorRun start(Subject subject, Path kubeconfig, String namespace, List<URI> backends) {
    WorkFolder folder = WorkFolder.create("operator");
    int port = LoopbackPorts.free();
    Subject.Launch launch =
        new Subject.Launch(kubeconfig, namespace, port, backends, folder.path(""));
    List<String> command = subject.command(launch);
    Map<String, String> environment = subject.environment(launch);
    long started = System.nanoTime();
    Instant startedAt = Instant.now();
    ServerProcess process =
        ServerProcess.start("operator", command, folder.log("operator"), environment);
    HttpCaller http = HttpCaller.to(URI.create("http://127.0.0.1:" + port), null);
    return new OperatorRun(subject, folder, process, http, started, startedAt);
  }

  /** Start of the process, by {@link System#nanoTime()}. */
  public long started() {
    return started;
  }

  /** From the start of the process until the API server had answered a request. */
  public double secondsUntil(AuditedRequest request) {
    return Duration.between(startedAt, request.answered()).toNanos() / 1e9;
  }

  /** What its memory is made of now. */
  public MemoryParts memoryParts() {
    return MemoryParts.of(process.pid());
  }

  /**
   * Waits until it says that it is ready.
   *
   * @return seconds since the start; 0 where nobody can ask
   */
  public double awaitReady() {
    if (subject.readyPath().isEmpty()) {
      return 0;
    }
    String path = subject.readyPath().get();
    process.awaitReady(READY_LIMIT, () -> http.get(path).status() == 200);
    return (System.nanoTime() - started) / 1e9;
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public ProcessReading reading() {
    return ProcessReading.of(process.pid())
        .orElseThrow(() -> new IllegalStateException("the operator has ended"));
  }

  /** The most descriptors that were open at once. */
  public double mostDescriptors() {
    return sampler.readings().stream().mapToDouble(ProcessReading::descriptors).max().orElse(0);
  }

  /** Its figures; all 0 where it has no such page. */
  public JvmFigures jvm() {
    try {
      return JvmFigures.parse(http.get("/metrics").text());
    } catch (HttpFailureException e) {
      return JvmFigures.NONE;
    }
  }

  /** SIGKILL. */
  public void kill() {
    sampler.close();
    process.kill();
  }

  /** SIGTERM, and waits for the end. */
  public void terminate() {
    sampler.close();
    process.terminate();
    process.awaitExit(STOP_LIMIT);
  }

  @Override
  public void close() {
    Closing.inOrder(sampler, process, folder);
  }
}
