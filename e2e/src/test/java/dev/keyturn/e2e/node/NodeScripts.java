package dev.keyturn.e2e.node;

import dev.keyturn.e2e.component.SourceTree;
import dev.keyturn.e2e.process.Command;
import dev.keyturn.e2e.process.CommandResult;
import dev.keyturn.e2e.process.ProcessLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The scripts of {@code e2e/provision/node} that ask and prepare; {@link RealNode} starts. */
public final class NodeScripts {
  private static final Duration BUILD_LIMIT = Duration.ofMinutes(40);
  private static final Duration SCRIPT_LIMIT = Duration.ofMinutes(1);

  private NodeScripts() {}

  /** Why this machine cannot run a node at all; empty when it can. */
  public static Optional<String> unsupported() {
    CommandResult check = run(SCRIPT_LIMIT, "check.sh", folder("target/e2e").toString());
    return check.successful() ? Optional.empty() : Optional.of(check.output().strip());
  }

  /** Builds or unpacks the programs, which may take minutes once; the reason when that failed. */
  public static Optional<String> missingParts() {
    Path folder = folder("target/e2e/node-parts");
    CommandResult parts =
        ProcessLock.holding(
            folder.resolveSibling("node-parts.lock"),
            () -> run(BUILD_LIMIT, "parts.sh", folder.toString()));
    return parts.successful() ? Optional.empty() : Optional.of(parts.output().strip());
  }

  /** Removes the cgroups of nodes whose test run died. */
  static void sweep() {
    run(SCRIPT_LIMIT, "clean.sh").orThrow();
  }

  /** Removes what one stopped node left, but for its logs. */
  static void clean(String name, Path work) {
    run(SCRIPT_LIMIT, "clean.sh", name, work.toString()).orThrow();
  }

  static Path script(String name) {
    return SourceTree.root().resolve("e2e/provision/node").resolve(name);
  }

  private static CommandResult run(Duration limit, String script, String... arguments) {
    List<String> line = new ArrayList<>(List.of(script(script).toString()));
    line.addAll(List.of(arguments));
    return Command.of(line).run(limit);
  }

  private static Path folder(String name) {
    try {
      return Files.createDirectories(Path.of(name).toAbsolutePath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
