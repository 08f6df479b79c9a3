package dev.keyturn.cli;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import picocli.CommandLine;

/**
 * What a run of the command did.
 *
 * @param status its exit status
 * @param out what it printed as data
 * @param err what it printed besides
 */
public record Invocation(int status, String out, String err) {
  public static final Instant NOW = Instant.parse("2026-11-16T14:05:00Z");

  /** Runs the command in this process, in a folder, with no variables and nothing piped in. */
  public static Invocation in(Path folder, String... arguments) {
    return in(folder, Map.of(), "", arguments);
  }

  public static Invocation in(
      Path folder, Map<String, String> environment, String input, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        Main.commandLine(
                new Surroundings(
                    environment,
                    new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                    folder,
                    false,
                    InstantSource.fixed(NOW)))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err));
    int status = command.execute(arguments);
    command.getOut().flush();
    command.getErr().flush();
    return new Invocation(status, out.toString(), err.toString());
  }
}
