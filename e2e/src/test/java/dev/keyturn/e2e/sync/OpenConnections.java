package dev.keyturn.e2e.sync;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The TCP connections of a process, as Linux lists them below {@code /proc}. */
final class OpenConnections {
  private static final String ESTABLISHED = "01";

  private OpenConnections() {}

  /** How many of a process lead to this port. */
  static int of(long process, int port) {
    Path entry = Path.of("/proc", Long.toString(process));
    Set<String> own = sockets(entry.resolve("fd"));
    return Stream.of("net/tcp", "net/tcp6")
        .map(entry::resolve)
        .flatMap(OpenConnections::lines)
        .map(line -> line.strip().split("\\s+"))
        // sl local_address rem_address st tx:rx tr:when retrnsmt uid timeout inode
        .filter(field -> field.length > 9 && field[3].equals(ESTABLISHED))
        .filter(field -> field[2].endsWith(":%04X".formatted(port)))
        .filter(field -> own.contains("socket:[" + field[9] + "]"))
        .mapToInt(field -> 1)
        .sum();
  }

  private static Set<String> sockets(Path descriptors) {
    try (Stream<Path> links = Files.list(descriptors)) {
      return links.map(OpenConnections::target).collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Empty where the descriptor was closed meanwhile. */
  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException closed) {
      return "";
    }
  }

  private static Stream<String> lines(Path table) {
    try {
      return Files.readAllLines(table).stream().skip(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
