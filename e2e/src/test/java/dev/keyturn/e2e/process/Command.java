package dev.keyturn.e2e.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A command line that is run to its end.
 *
 * @param environment added to that of this JVM
 * @param input written to its standard input
 */
public record Command(List<String> line, Map<String, String> environment, String input) {
  public Command {
    line = List.copyOf(line);
    environment = Map.copyOf(environment);
  }

  public static Command of(List<String> line) {
    return new Command(line, Map.of(), "");
  }

  /** Kills it at the limit and throws {@link CommandFailedException}. */
  public CommandResult run(Duration limit) {
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> read(process));
      try (var pipe = process.getOutputStream()) {
        pipe.write(input.getBytes(StandardCharsets.UTF_8));
      }
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new CommandFailedException(
            "no end after " + limit + " of " + String.join(" ", line) + "\n" + output.join());
      }
      return new CommandResult(line, process.exitValue(), output.join());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in " + line.getFirst(), e);
    }
  }

  private static String read(Process process) {
    try {
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
