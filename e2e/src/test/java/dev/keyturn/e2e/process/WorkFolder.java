package dev.keyturn.e2e.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of one server below {@code target/e2e}. Closing it removes data and keys; the logs
 * stay for whoever looks into a failure.
 */
public final class WorkFolder implements AutoCloseable {
  private final Path root;

  private WorkFolder(Path root) {
    this.root = root;
  }

  /** A new folder, readable by its owner only. */
  public static WorkFolder create(String name) {
    try {
      Path parent = Files.createDirectories(Path.of("target", "e2e").toAbsolutePath());
      Path root =
          Files.createTempDirectory(
              parent,
              name + "-",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      return new WorkFolder(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path path(String name) {
    return root.resolve(name);
  }

  public Path log(String server) {
    return root.resolve(server + ".log");
  }

  public Path write(String name, String content) {
    try {
      return Files.writeString(root.resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An empty folder inside. */
  public Path makeFolder(String name) {
    try {
      return Files.createDirectory(root.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try (Stream<Path> tree = Files.walk(root)) {
      List<Path> files = tree.sorted(Comparator.reverseOrder()).toList();
      for (Path file : files) {
        if (!isKept(file)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Logs stay, and so do the folders that hold them. */
  private boolean isKept(Path file) {
    String[] inside = Files.isDirectory(file) ? file.toFile().list() : null;
    return file.equals(root)
        || file.getFileName().toString().endsWith(".log")
        || (inside != null && inside.length > 0);
  }
}
