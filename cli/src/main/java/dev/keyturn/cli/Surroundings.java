package dev.keyturn.cli;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/**
 * What a verb finds around it, besides its arguments. What it prints goes to the streams of its
 * {@link picocli.CommandLine}: data to out, progress and problems to err.
 *
 * @param environment the variables of the process
 * @param input what is piped into it
 * @param folder where relative paths begin
 * @param terminal true when a person reads the output as it comes
 * @param clock the time
 */
public record Surroundings(
    Map<String, String> environment,
    InputStream input,
    Path folder,
    boolean terminal,
    InstantSource clock) {

  /** Those of this process. */
  public static Surroundings ofProcess() {
    return new Surroundings(
        System.getenv(),
        System.in,
        Path.of("").toAbsolutePath(),
        System.console() != null && System.console().isTerminal(),
        InstantSource.system());
  }
}
