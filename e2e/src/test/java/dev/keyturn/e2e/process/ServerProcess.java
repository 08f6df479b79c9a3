package dev.keyturn.e2e.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A child process with its output in a file. It is addressed by its process id only, and killed by
 * a watching shell when this JVM ends without stopping it, however it ends.
 */
public final class ServerProcess implements AutoCloseable {
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
  private static final long TAIL_BYTES = 6_000;

  private final String name;
  private final Process process;
  private final Process orphanWatch;
  private final Path log;

  private ServerProcess(String name, Process process, Process orphanWatch, Path log) {
    this.name = name;
    this.process = process;
    this.orphanWatch = orphanWatch;
    this.log = log;
  }

  /**
   * Starts a program and returns at once.
   *
   * @param log appended to, so that restarts of one server share a file
   * @param environment added to the environment of this JVM
   */
  public static ServerProcess start(
      String name, List<String> command, Path log, Map<String, String> environment) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      return new ServerProcess(name, process, watchFor(process.pid()), log);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " could not be started", e);
    }
  }

  /** The shell reads to the end of a pipe that only this JVM holds open. */
  private static Process watchFor(long pid) throws IOException {
    return new ProcessBuilder(
            "/bin/sh",
            "-c",
            "read -r answer; [ \"$answer\" = stopped ] || kill -KILL \"$0\"",
            Long.toString(pid))
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public Path log() {
    return log;
  }

  /**
   * Throws {@link IllegalStateException} with the end of the log when it exits or stays unready.
   */
  public void awaitReady(Duration limit, Probe probe) {
    Waiting.until(
        limit,
        () -> {
          if (!process.isAlive()) {
            throw new IllegalStateException(
                name + " exited with " + process.exitValue() + "; its log ends:\n" + logTail());
          }
          return probe.ready();
        },
        () -> name + " is not ready; its log " + log + " ends:\n" + logTail());
  }

  /** Waits for it to end by itself; empty-handed callers get {@link IllegalStateException}. */
  public int awaitExit(Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(name + " still runs after " + limit);
      }
      dismissWatch();
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + name, e);
    }
  }

  /** SIGTERM, without waiting. */
  public void terminate() {
    process.destroy();
  }

  /** SIGINT, without waiting. */
  public void interrupt() {
    signal("INT");
  }

  /** SIGKILL, and waits for the end. */
  public void kill() {
    process.destroyForcibly();
    awaitExit(STOP_LIMIT);
  }

  /** SIGSTOP: the process keeps its sockets and answers nobody. */
  public void suspend() {
    signal("STOP");
  }

  /** SIGCONT. */
  public void resume() {
    signal("CONT");
  }

  /** SIGTERM, then SIGKILL after 20 s; does nothing when it already ended. */
  @Override
  public void close() {
    if (process.isAlive()) {
      resume();
      process.destroy();
      try {
        if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        process.destroyForcibly();
      }
    }
    awaitExit(STOP_LIMIT);
  }

  private void signal(String signal) {
    try {
      Process sent =
          new ProcessBuilder("/bin/kill", "-" + signal, Long.toString(process.pid()))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!sent.waitFor(5, TimeUnit.SECONDS)) {
        throw new IllegalStateException("kill -" + signal + " hangs");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while signalling " + name, e);
    }
  }

  private void dismissWatch() {
    try (var pipe = orphanWatch.getOutputStream()) {
      pipe.write("stopped\n".getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // The watch has already been dismissed: its end of the pipe is closed.
      return;
    }
  }

  private String logTail() {
    try (var channel = Files.newByteChannel(log)) {
      long from = Math.max(0, channel.size() - TAIL_BYTES);
      channel.position(from);
      var buffer = ByteBuffer.allocate((int) (channel.size() - from));
      channel.read(buffer);
      return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "(unreadable: " + log + ")";
    }
  }
}
