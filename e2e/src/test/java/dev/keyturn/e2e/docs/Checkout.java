package dev.keyturn.e2e.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The files of the checkout, without what a build or git puts there. */
final class Checkout {
  private static final Set<String> NOT_OURS =
      Set.of("target", "fast", ".git", ".keyturn", ".idea", ".m2", "node_modules");

  private Checkout() {}

  static Path root() {
    // Surefire sets the property; a module's folder is the working directory otherwise.
    return Optional.ofNullable(System.getProperty("keyturn.root"))
        .map(Path::of)
        .orElse(Path.of(".."))
        .toAbsolutePath()
        .normalize();
  }

  /** Files below the folder whose names end so, in the order of their paths. */
  static List<Path> files(Path folder, String ending) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> file.toString().endsWith(ending))
          .filter(Checkout::ours)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The path as a reader would write it. */
  static String name(Path file) {
    return root().relativize(file).toString();
  }

  private static boolean ours(Path file) {
    for (Path part : root().relativize(file)) {
      if (NOT_OURS.contains(part.toString())) {
        return false;
      }
    }
    return true;
  }
}
