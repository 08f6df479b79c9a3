package dev.keyturn.cli.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds a program: a variable such as {@code KEYTURN_ETCD}, the PATH, then the cache that
 * e2e/provision/build.sh fills.
 */
final class Programs {
  private Programs() {}

  static Path find(String name) throws DevFailure {
    String variable = "KEYTURN_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
    return Optional.ofNullable(System.getenv(variable))
        .map(Path::of)
        .or(() -> onPath(name))
        .or(() -> inCache(name))
        .filter(Files::isExecutable)
        .orElseThrow(() ->
            new DevFailure(
                "--apiserver kube: no "
                    + name
                    + "; set "
                    + variable
                    + ", or run e2e/provision/build.sh etcd kube-apiserver"));
  }

  private static Optional<Path> onPath(String name) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(path.split(":"))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static Optional<Path> inCache(String name) {
    String home = System.getProperty("user.home");
    Path cache =
        Optional.ofNullable(System.getenv("KEYTURN_CACHE_HOME"))
            .map(Path::of)
            .orElseGet(() ->
                Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                    .map(Path::of)
                    .orElse(Path.of(home, ".cache"))
                    .resolve("keyturn"));
    try (Stream<Path> files = Files.walk(cache.resolve(name), 3)) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).equals(name))
          .filter(Files::isRegularFile)
          .max(Comparator.comparing(Path::toString));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
